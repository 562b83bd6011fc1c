package io.selfsame.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All routes of the service, each with who may call it and what it does. The caller is checked before a handler runs, and before
 * any of a body is read. One thread adds routes during the start; after that it is thread safe.
 */
public final class Endpoints {

    private static final String CALLER = "endpoint.caller";
    private static final String SPACE = "endpoint.space";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    /** In the order in which {@code Allow} names them. */
    private static final List<HandlerType> METHODS = List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST,
            HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE, HandlerType.OPTIONS);

    private final Auth auth;
    private final List<Route> routes = new ArrayList<>();
    private final List<Preparation> preparations = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    /** Without routes yet. */
    public Endpoints(Auth auth) {
        this.auth = auth;
    }

    /**
     * A route.
     *
     * @param path with its parameters in braces
     */
    public record Route(HandlerType method, String path, Access access, Operation operation, Handler handler) {

        @Override
        public String toString() {
            return method.name() + " " + path;
        }

        private boolean hasSpace() {
            return path.contains("{space}");
        }
    }

    /** What comes before all that is done at a path, even before it is known who calls. */
    private record Preparation(String path, Handler handler) {}

    /** Adds a route for GET. */
    public void get(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.GET, path, access, operation, handler);
    }

    /** Adds a route for HEAD. */
    public void head(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.HEAD, path, access, operation, handler);
    }

    /** Adds a route for POST. */
    public void post(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.POST, path, access, operation, handler);
    }

    /** Adds a route for PUT. */
    public void put(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.PUT, path, access, operation, handler);
    }

    /** Adds a route for PATCH. */
    public void patch(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.PATCH, path, access, operation, handler);
    }

    /** Adds a route for DELETE. */
    public void delete(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.DELETE, path, access, operation, handler);
    }

    /** Adds a route for OPTIONS. */
    public void options(String path, Access access, Operation operation, Handler handler) {
        add(HandlerType.OPTIONS, path, access, operation, handler);
    }

    private void add(HandlerType method, String path, Access access, Operation operation, Handler handler) {
        String name = method.name() + " " + path;
        Objects.requireNonNull(access, () -> name + " does not say who may call it");
        Objects.requireNonNull(operation, () -> name + " does not say what it does");
        var route = new Route(method, path, access, operation, handler);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException(name + ": there are no routes for this method");
        }
        if (route.hasSpace() && !access.opensSpace()) {
            throw new IllegalArgumentException(name + " is about a space, which " + access + " does not open");
        }
        if (!taken.add(PARAMETER.matcher(name).replaceAll("{}"))) {
            throw new IllegalArgumentException(name + " is there twice");
        }
        if (!taken.add(operation.id())) {
            throw new IllegalArgumentException(name + ": another operation is called " + operation.id());
        }
        routes.add(route);
    }

    /** Runs a handler before all routes of a path, and before the caller is checked. */
    public void before(String path, Handler handler) {
        preparations.add(new Preparation(path, handler));
    }

    /** All routes, in the order in which they were added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /**
     * The methods of a path, as in the header {@code Allow}.
     *
     * @param path of a request
     * @return empty if there is nothing at the path
     */
    public List<String> methods(String path) {
        List<Route> there = routes.stream().filter(route -> matches(route.path(), path)).toList();
        return METHODS.stream().filter(method -> there.stream().anyMatch(route -> route.method().equals(method)))
                .map(HandlerType::name).toList();
    }

    private static boolean matches(String pattern, String path) {
        String[] parts = pattern.split("/", -1);
        String[] asked = path.split("/", -1);
        if (parts.length != asked.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            boolean isParameter = PARAMETER.matcher(parts[i]).matches();
            if (isParameter ? asked[i].isEmpty() : !parts[i].equals(asked[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds all routes to a server.
     *
     * @throws IllegalStateException later, if a route is added to the server directly
     */
    public void install(JavalinConfig config) {
        config.events.handlerAdded(added -> requireDeclared(added.getHttpMethod(), added.getPath(), added.getRoles()));
        RoutesConfig server = config.routes;
        // Javalin would say 200 to any HEAD of what can be got.
        server.before(ctx -> {
            if (ctx.method().equals(HandlerType.HEAD)) {
                List<String> methods = methods(ctx.path());
                if (!methods.isEmpty() && !methods.contains(HandlerType.HEAD.name())) {
                    throw notAllowed(ctx, methods);
                }
            }
        });
        preparations.forEach(each -> server.before(each.path(), each.handler()));
        routes.forEach(route -> server.addHttpHandler(route.method(), route.path(), guarded(route), route.access()));
    }

    private void requireDeclared(HandlerType method, String path, Set<? extends RouteRole> roles) {
        if (!method.isHttpMethod()) {
            return;
        }
        Optional<Route> declared = routes.stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path)).findFirst();
        if (declared.isEmpty() || !roles.equals(Set.of(declared.get().access()))) {
            throw new IllegalStateException(method.name() + " " + path
                    + " does not say who may call it: add the route with Endpoints and exactly one Access");
        }
    }

    private Handler guarded(Route route) {
        KnownInput known = KnownInput.of(route.method(), route.operation());
        return ctx -> {
            if (route.access() == Access.OPEN) {
                Edge.holder(ctx, Holder.ANYBODY);
            }
            Optional<Grant> opened = auth.admit(ctx, route.access());
            opened.ifPresent(grant -> {
                ctx.attribute(CALLER, grant);
                if (route.hasSpace()) {
                    ctx.attribute(SPACE, auth.space(ctx, grant));
                }
            });
            if (route.access().refusesUnknown()) {
                known.require(ctx);
            }
            route.handler().handle(ctx);
        };
    }

    /** The grant of the caller, in routes that require a token of a space or a management token. */
    public static Grant caller(Context ctx) {
        return Optional.ofNullable(ctx.<Grant>attribute(CALLER)).orElseThrow(() -> missing(ctx));
    }

    /** The space in the path, which the caller may open, in routes that have one. */
    public static SpaceId space(Context ctx) {
        return Optional.ofNullable(ctx.<SpaceId>attribute(SPACE)).orElseThrow(() -> missing(ctx));
    }

    private static IllegalStateException missing(Context ctx) {
        return new IllegalStateException("The access of " + ctx.method().name() + " " + ctx.path()
                + " does not say who calls, or for which space");
    }

    /** The error for a method that the path does not support. */
    public HttpError notAllowed(Context ctx) {
        return notAllowed(ctx, methods(ctx.path()));
    }

    private static HttpError notAllowed(Context ctx, List<String> methods) {
        ctx.header("Allow", String.join(", ", methods));
        return HttpError.notAllowed(ctx.method().name() + " is not a method of " + ctx.path() + "; "
                + (methods.size() == 1 ? "the only one is " : "there are ") + String.join(", ", methods));
    }
}
