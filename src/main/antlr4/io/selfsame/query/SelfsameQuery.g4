grammar SelfsameQuery;

query : EOF ;

SPACE : [ \t\r\n]+ -> skip ;
