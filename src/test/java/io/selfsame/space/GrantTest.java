package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.space.Grant.GrantKind;
import io.selfsame.space.Grant.KeyKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SpaceId SHOP = new SpaceId("shop");
    private static final SpaceId OTHER = new SpaceId("other");

    private static Grant grant(GrantKind kind, String space, Role role, Optional<Instant> expiresAt) {
        return new Grant("id", kind, space, "name", role, KeyKind.SERVER, expiresAt);
    }

    private static Grant token(String space, Role role) {
        return grant(GrantKind.MANAGEMENT, space, role, Optional.empty());
    }

    @Test
    void aRoleMayWhatSmallerOnesMay() {
        for (Role role : Role.values()) {
            for (Role needed : Role.values()) {
                assertEquals(role.compareTo(needed) >= 0, token("", role).may(needed), role + " " + needed);
            }
            assertEquals(Optional.of(role), Role.of(role.text()));
        }
        assertEquals(Optional.empty(), Role.of("Admin"));
    }

    @Test
    void keysOfSpacesManageNothing() {
        for (GrantKind kind : List.of(GrantKind.WRITE_KEY, GrantKind.ACCESS_TOKEN)) {
            assertFalse(grant(kind, "shop", Role.ADMIN, Optional.empty()).may(Role.VIEWER));
        }
    }

    @Test
    void aTokenOpensAllSpacesOrOne() {
        assertTrue(token("", Role.VIEWER).opens(SHOP));
        assertTrue(token("shop", Role.VIEWER).opens(SHOP));
        assertFalse(token("shop", Role.ADMIN).opens(OTHER));
        assertEquals(Optional.empty(), token("", Role.VIEWER).limitedTo());
        assertEquals(Optional.of(SHOP), token("shop", Role.VIEWER).limitedTo());
    }

    @Test
    void aTokenEndsAtItsInstant() {
        Grant token = grant(GrantKind.MANAGEMENT, "", Role.ADMIN, Optional.of(NOON));
        assertFalse(token.isExpired(NOON.minusNanos(1)));
        assertTrue(token.isExpired(NOON));
        assertFalse(token("", Role.ADMIN).isExpired(Instant.MAX));
    }

    @Test
    void onlyAnAdminWithoutLimitsManagesAll() {
        assertTrue(token("", Role.ADMIN).managesAll(NOON));
        assertFalse(token("", Role.EDITOR).managesAll(NOON));
        assertFalse(token("shop", Role.ADMIN).managesAll(NOON));
        Grant ending = grant(GrantKind.MANAGEMENT, "", Role.ADMIN, Optional.of(NOON));
        assertTrue(ending.managesAll(NOON.minusSeconds(1)));
        assertFalse(ending.managesAll(NOON.plusSeconds(1)));
    }
}
