package io.selfsame.tracking;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Access;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.proxy.OuterAddress;
import io.selfsame.http.proxy.TrustedProxies;
import io.selfsame.tracking.TrackingAnswers.SourceSettings;
import java.net.URI;
import java.util.Optional;

/** {@code GET /v1/projects/{writeKey}/settings}: analytics.js asks there, before it sends, where to send. Thread safe. */
public final class SourceSettingsApi {

    private static final String PATH = "/v1/projects/{writeKey}/settings";

    private final Auth auth;
    private final Optional<OuterAddress> publicAddress;
    private final TrustedProxies proxies;

    /**
     * Serves nothing before {@link #routes}.
     *
     * @param publicUrl where clients reach the service, if that was said
     * @param proxies who may say it with a request, if not
     */
    public SourceSettingsApi(Auth auth, Optional<URI> publicUrl, TrustedProxies proxies) {
        this.auth = auth;
        this.publicAddress = publicUrl
                .map(url -> new OuterAddress(url.getScheme(), url.getRawAuthority(), url.getRawPath()));
        this.proxies = proxies;
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        endpoints.get(PATH, Access.OPEN, TrackingOperations.SETTINGS, this::settings);
        TrackingApi.open(endpoints, PATH, TrackingOperations.SETTINGS);
    }

    /**
     * Without a public URL, clients send where they asked; nobody may keep such an answer, as the next one to ask may have asked
     * elsewhere.
     */
    private void settings(Context ctx) {
        String key = ctx.pathParam("writeKey");
        auth.writeKey(Optional.of(key));
        OuterAddress address = publicAddress.or(() -> OuterAddress.of(ctx, proxies))
                .orElseThrow(() -> new Invalid("invalid_request_error",
                        "The Host header is not a host name and a port"));
        Bodies.answer(ctx, SourceSettings.of(key, address.authority() + address.prefix() + "/v1", address.scheme()));
    }
}
