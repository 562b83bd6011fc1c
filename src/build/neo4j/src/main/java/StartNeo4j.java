import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** A Neo4j with an empty store, without a password. It runs until it is stopped. */
final class StartNeo4j {

    private StartNeo4j() {}

    /** @param args the port for Bolt */
    public static void main(String[] args) throws InterruptedException {
        Neo4j neo4j = Neo4jBuilders.newInProcessBuilder().withDisabledServer().withConfig(BoltConnector.enabled, true)
                .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", Integer.parseInt(args[0])))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(neo4j::close));
        System.out.println("Bolt at " + neo4j.boltURI());
        Thread.currentThread().join();
    }
}
