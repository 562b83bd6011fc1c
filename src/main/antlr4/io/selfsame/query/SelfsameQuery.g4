/*
 * The query language of audiences and computed traits. Loose on purpose: any name may be called anywhere, so that
 * TreeBuilder, which knows the names, can say in our own words what is wrong where. The tokens after OPERATOR mean
 * nothing; TokenScan turns them away, each with what its writer may have had in mind.
 */
grammar SelfsameQuery;

/* ANY or ALL without a bracket after it: TokenScan tells it from the function, which is a NAME. */
tokens { MEMBERS }

query : condition EOF ;

condition : conjunction (OR conjunction)* ;

conjunction : negation (AND negation)* ;

negation : (NOT | MEMBERS)* comparison ;

comparison : operand (OPERATOR operand)* ;

operand : base (DOT call)* (AS NAME)? ;

base : OPEN condition CLOSE | call | STRING | NUMBER NAME? ;

call : NAME (OPEN (argument (COMMA argument)*)? CLOSE)? ;

argument : (NAME COLON)? condition ;

AND : [aA] [nN] [dD] ;
OR : [oO] [rR] ;
NOT : [nN] [oO] [tT] ;
AS : [aA] [sS] ;
NAME : [\p{L}_] [\p{L}\p{N}_]* ;
NUMBER : '-'? [0-9]+ ('.' [0-9]+)? ([eE] [-+]? [0-9]+)? ;
STRING : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\'' | '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
OPEN : '(' ;
CLOSE : ')' ;
DOT : '.' ;
COMMA : ',' ;
COLON : ':' ;
OPERATOR : [=<>!~]+ ;
AMPERSANDS : '&'+ ;
BARS : '|'+ ;
UNCLOSED : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\\'? | '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;
SPACE : [ \t\r\n\u00A0\uFEFF]+ -> skip ;
OTHER : . ;
