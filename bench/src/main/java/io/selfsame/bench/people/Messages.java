package io.selfsame.bench.people;

import java.util.stream.Stream;

/**
 * What the messages look like: some 600 bytes each, shaped as the browser SDK sends them. The texts are complete JSON
 * objects, good alone and inside a batch.
 */
final class Messages {
    /** The anonymous ID has the shape of a UUID, as SDKs make them. */
    private static final String ANONYMOUS = "${device/32:8}-7c4e-4a1b-9d52-a1f0${device:8}";

    private static final String CONTEXT = """
      "context":{"library":{"name":"analytics.js","version":"next-1.70.0"},"locale":"en-GB","timezone":"Europe/Berlin",\
      "ip":"203.0.113.17","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",\
      "page":{"path":"/products/${number}","url":"https://shop.example.com/products/${number}"}},""";

    private static final String KNOWN = "\"userId\":\"user-${user}\",\"anonymousId\":\"" + ANONYMOUS + "\",";
    private static final String UNKNOWN = "\"anonymousId\":\"" + ANONYMOUS + "\",";
    private static final String TAIL = CONTEXT
            + "\"timestamp\":\"${time}\",\"messageId\":\"bench-${run}-${message}\"}";

    private static final String PAGE = """
      "name":"Product","properties":{"path":"/products/${number}","title":"Product ${number}",\
      "url":"https://shop.example.com/products/${number}"},""";
    private static final String TRAITS = """
      "traits":{"email":"p${user}@example.com","name":"Person ${user:8}","plan":"plus","last_seen":"sku-${number}","country":"DE",\
      "newsletter":true},""";

    /** A person does something. */
    static final Template TRACK = Template.of("{\"type\":\"track\"," + KNOWN + """
      "event":"Product Added","properties":{"product_id":"sku-${number}","name":"Product ${number}","price":18.99,\
      "quantity":1,"currency":"EUR"},""" + TAIL);

    /** A person looks at a page. */
    static final Template PAGE_VIEW = Template.of("{\"type\":\"page\"," + KNOWN + PAGE + TAIL);

    /** Somebody not known yet looks at a page. */
    static final Template VISIT = Template.of("{\"type\":\"page\"," + UNKNOWN + PAGE + TAIL);

    /** Ties an anonymous ID, a user ID and an e-mail address, with traits. */
    static final Template IDENTIFY = Template.of("{\"type\":\"identify\"," + KNOWN + TRAITS + TAIL);

    /** Length of the longest message. */
    static final int LONGEST = Stream.of(TRACK, PAGE_VIEW, VISIT, IDENTIFY).mapToInt(Template::length).max()
            .orElseThrow();

    private Messages() {}
}
