package io.selfsame.compute.inspect;

import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.http.HttpError;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person or an account that is explained, with the accounts that its result may depend on. Accounts that are too large to be
 * loaded, and further accounts of loaded people, count as the last refresh found them. Immutable.
 *
 * @param loaded accounts with their people
 * @param stored accounts that are too large to be loaded
 * @param others the ids of the stored audiences of further accounts
 */
record ExplainedSubject(Subject subject, List<Subject.Account> loaded, List<PeopleLoader.LoadedAccount> stored,
        Map<AccountKey, Set<String>> others) {

    /** People of accounts that are loaded for one explanation. */
    static final int MOST_MEMBERS = 1_000;

    /**
     * Loads a subject and its accounts.
     *
     * @param allowance for all who are loaded
     * @throws HttpError if it does not exist, is damaged, or is an account with more members than are loaded
     * @throws MemoryAllowance.Exceeded if it takes more memory
     */
    static ExplainedSubject load(PeopleLoader reader, EvaluationPlan plan, Owner owner, MemoryAllowance allowance,
            RunControl control) {
        return new Loading(reader, allowance, control).load(plan, owner);
    }

    /** All definitions of a plan, to be evaluated for this subject at an instant. */
    EvaluationRun run(EvaluationPlan plan, Instant now, RunControl control) {
        var run = new EvaluationRun(plan, now, control);
        loaded.forEach(run::add);
        stored.forEach(account -> run.addStored(account.key(), account.stored().in()));
        others.forEach(run::addStored);
        return run;
    }

    /** Reads from the graph. */
    private record Loading(PeopleLoader reader, MemoryAllowance allowance, RunControl control) {

        ExplainedSubject load(EvaluationPlan plan, Owner owner) {
            List<Subject.Account> loaded = new ArrayList<>();
            List<PeopleLoader.LoadedAccount> stored = new ArrayList<>();
            Subject subject = switch (owner) {
                case ProfileId root -> {
                    Subject.Person person = person(root);
                    if (plan.hasAccounts()) {
                        accountsOf(person, loaded, stored);
                    }
                    yield person;
                }
                case AccountKey key -> {
                    Subject.Account account = account(key);
                    loaded.add(account);
                    yield account;
                }
            };
            return new ExplainedSubject(subject, loaded, stored,
                    plan.accountsDependOnOthers() ? others(plan, loaded, stored) : Map.of());
        }

        private Subject.Person person(ProfileId root) {
            return people(List.of(root)).stream().findFirst()
                    .orElseThrow(() -> reader.unreadable().count() > 0
                            ? HttpError.unprocessable("unreadable", "What is stored of this person is damaged")
                            : HttpError.notFound("Profile was not found."));
        }

        private Subject.Account account(AccountKey key) {
            var found = reader.accounts(List.of(key), MOST_MEMBERS + 1, allowance).stream().findFirst()
                    .orElseThrow(() -> HttpError.notFound("Account was not found."));
            if (found.members().size() > MOST_MEMBERS) {
                throw HttpError.unprocessable("too_much", "The account has more than " + MOST_MEMBERS
                        + " members, and only smaller ones are explained; whether it is in the audience, its traits say");
            }
            return withPeople(found);
        }

        private void accountsOf(Subject.Person person, List<Subject.Account> loaded,
                List<PeopleLoader.LoadedAccount> stored) {
            int members = 0;
            for (AccountKey key : person.accounts()) {
                control.check();
                for (var account : reader.accounts(List.of(key), Math.max(0, MOST_MEMBERS - members) + 1, allowance)) {
                    if (members + account.members().size() > MOST_MEMBERS) {
                        stored.add(account);
                    } else {
                        members += account.members().size();
                        loaded.add(withPeople(account));
                    }
                }
            }
        }

        /** The stored audiences of accounts that are not loaded, of people who are. */
        private Map<AccountKey, Set<String>> others(EvaluationPlan plan, List<Subject.Account> loaded,
                List<PeopleLoader.LoadedAccount> stored) {
            Set<AccountKey> others = new TreeSet<>();
            loaded.forEach(account -> account.people().forEach(person -> others.addAll(person.accounts())));
            loaded.forEach(account -> others.remove(account.id()));
            stored.forEach(account -> others.remove(account.key()));
            return reader.inside(others, plan.accountAudiencesOfPeople(), allowance);
        }

        private Subject.Account withPeople(PeopleLoader.LoadedAccount account) {
            return account.subject(people(account.members()));
        }

        private List<Subject.Person> people(Collection<ProfileId> roots) {
            List<Subject.Person> people = new ArrayList<>();
            reader.people(roots, allowance, part -> {
                control.check();
                part.forEach(one -> people.add(one.subject()));
            });
            return people;
        }
    }
}
