import client.ApiClient;
import client.ApiException;
import client.api.AudiencesApi;
import client.api.JobsApi;
import client.api.KeysAndTokensApi;
import client.api.LedgerApi;
import client.api.ProfilesApi;
import client.api.SpacesApi;
import client.api.TrackingApi;
import client.model.Audience;
import client.model.CreatedSpace;
import client.model.Identify;
import client.model.Job;
import client.model.NewDefinition;
import client.model.NewSecret;
import client.model.NewSpace;
import client.model.Secret;
import client.model.SentId;
import client.model.Track;
import client.model.WrittenQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What somebody does with the client that openapi-generator makes of /openapi.json. Arguments: URL, management token, a new space. */
public final class ClientStory {

    public static void main(String[] args) throws ApiException {
        String url = args[0];
        String id = args[2];
        ApiClient manager = client(url, "Bearer " + args[1]);
        CreatedSpace space = new SpacesApi(manager).createSpace(new NewSpace().id(id).name("Generated")).getData()
                .getSpace();
        equal(id, space.getSlug());
        Secret key = new KeysAndTokensApi(manager)
                .createWriteKey(id, new NewSecret().name("back end").kind(NewSecret.KindEnum.SERVER)).getData()
                .getWriteKey();
        equal(Secret.KindEnum.SERVER, key.getKind());

        TrackingApi tracking = new TrackingApi(client(url, basic(key.getSecret())));
        equal(true, tracking.identify(new Identify().userId(new SentId("u1")).traits(Map.of("plan", "pro")))
                .getSuccess());
        equal(true, tracking.track(new Track().userId(new SentId("u1")).event("Order Completed")
                .properties(Map.of("total", 42.5))).getSuccess());

        ProfilesApi profiles = new ProfilesApi(client(url, basic(space.getAccessToken())));
        var traits = profiles.getProfileTraits(id, "user_id:u1", List.of(), null, null, null, null);
        equal(Map.of("plan", "pro"), traits.getTraits());
        equal(false, traits.getCursor().getHasMore());
        var event = profiles.listProfileEvents(id, "user_id:u1", null, null, null, null, null, null, null, null)
                .getData().get(0);
        equal("Order Completed", event.getEvent());
        equal(key.getId(), event.getSourceId());
        equal("user_id", profiles.listProfileExternalIds(id, "user_id:u1", null, null, null, null).getData().get(0)
                .getType());
        equal(2, new LedgerApi(manager).listDecisions(id, null, null, null, null).getData().size());

        var audiences = new AudiencesApi(manager);
        Audience made = audiences.createAudience(id, new NewDefinition().name("Big spenders").definition(
                new WrittenQuery().query("event('Order Completed').sum(property('total')) > 40")), null).getData()
                .getAudience();
        equal("big_spenders", made.getKey());
        equal(made.getId(), audiences.getAudience(id, made.getId()).getData().getAudience().getId());
        List<Job> jobs = new JobsApi(manager).listJobs(id).getData().getJobs();
        equal(false, jobs.isEmpty());
        try {
            new SpacesApi(manager).createSpace(new NewSpace().id(id));
            throw new AssertionError("a space twice");
        } catch (ApiException e) {
            equal(409, e.getCode());
        }
    }

    private static ApiClient client(String url, String authorization) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", authorization));
        return client;
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    }

    private static void equal(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
