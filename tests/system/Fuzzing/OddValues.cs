using System.Text;

namespace TicketBooking.Fuzzing;

/// <summary>Values that programs have failed at.</summary>
internal static class OddValues
{
    /// <summary>Inside a JSON string, as it is written there.</summary>
    public static readonly IReadOnlyList<byte[]> InString =
    [
        .. new[]
        {
            "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udfff\\ud800", "\\ud83d\\ude00", "\\\\u0000", "\\\\\\u0000", "\\uFFFE\\uffff", "\\u00", "\\x41", "\\",
            "\u0000", "\u0007", "\t", "\n", "\\r\\n", "\u202Eabc\u200B", "ﬀ İ ß ﷽", "e\u0301\u0301\u0301", "🏳️‍🌈", "'; DROP TABLE tbl_seat; --", "%00", "%s%n{0}", "${jndi:x}",
            "<script>alert(1)</script>", "../../../etc/passwd", "null", "NaN", "-0", "1e999", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
            "2035-02-30T00:00:00Z", "2035-06-01", "1 Jan", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{0x1,2,3}", "A1", "a1", "A01", "A-1",
            "Stalls/A1", "/", "//", "A99999999999999999999", "ZZZZZZZZ1", "EUR", "eur", "XXX", "€", "en-US-x-private", "Europe/Amsterdam", "Mars/Olympus", "a@b", "@", "\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
        Encoding.UTF8.GetBytes(new string('x', 300)),
        Encoding.UTF8.GetBytes(new string('ж', 5_000)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("e\u0301", 2_000))),
    ];

    /// <summary>JSON values.</summary>
    public static readonly IReadOnlyList<string> Json =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e2", "1e400", "-1e400", "1E-400", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "1000000000000000000000000000000000000000", "0.1000000000000000055511151231257827", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}", "\"\"", "\"1\"", "\"x\"", "\"true\"",
        "[1,\"1\",null,{},[]]", "\"1e2\"", "01", "+1", ".5", "NaN", "Infinity", "'x'", "undefined", "0x10", "1_000",
    ];

    /// <summary>In a path or a query, as it is written there.</summary>
    public static readonly IReadOnlyList<string> InTarget =
    [
        "", "%00", "a%00b", "%FF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%E2%82", "%", "%2", "%zz", "%25", "%2500", "%u0041", "%2F", "%2f..%2f", "..", ".", "%2e%2e", "%5c", "\\", "+", "%2B", "%20",
        ";a=b", "a;b", "~", "%7F", "%0D%0A", "%0A", "%09", "'", "\"", "<", ">", "{}", "|", "^", "`", "[0]", "*", "-1", "0", "1e9", "2147483648", "9223372036854775808", "99999999999999999999", "1.5",
        "null", "NaN", "true", "%C3%A9", "%F0%9F%8F%B3", "%E2%80%AE", "00000000-0000-0000-0000-000000000000", "%7B00000000-0000-0000-0000-000000000000%7D", "00000000000000000000000000000000",
        "not-a-guid", "startsAt:asc", "relevance", "price:desc", "EUR", "2035-06-01", "2035-06-01T00:00:00Z", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "first*", "\"first%20night\"", "a%26b", "a:b%20%7C%20!c",
        new string('a', 200), new string('a', 3_000), string.Concat(Enumerable.Repeat("%F0%9F%8F%B3", 200)), string.Concat(Enumerable.Repeat("a%20", 500)),
        "eyJhIjoxfQ", "AAAAAAAAAAAAAAAAAAAAAA", "AAECAwQFBgcICQoLDA0ODw==", "MTIz", "%00%00%00%00",
    ];

    /// <summary>As the value of a header.</summary>
    public static readonly IReadOnlyList<byte[]> InHeader =
    [
        .. new[]
        {
            "", " ", "*", "\"", "\"\"", "W/\"1\"", "\"1\"", "\"1\", \"2\"", "*, \"1\"", "abc", "-1", "0", "1", "9223372036854775808", "1.5", "key-1", "é", "🏳️‍🌈", "\u202E", "a,b,,c", ",", ";", "=", "a=b; c=\"d", "\t",
            "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic ZGFwci1hcHAtaWQ6c2VhdHM=", "Basic !", "Negotiate x", "text/html", "image/*;q=0", "*/*;q=abc", "text/event-stream", "application/json;charset=utf-16",
            "bytes=0-0", "bytes=9-1", "close", "keep-alive, Content-Length", "gzip", "gzip;q=0, br;q=2", "identity;q=0, *;q=0", "zstd", "https://evil.example", "null", "00-00000000000000000000000000000000-0000000000000000-00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "ff-x", "refresh_token=abc", "refresh_token=", "refresh_token=%00; refresh_token=\"x", "PUT", "h2c", "websocket", "Mon, 01 Jan 2035 00:00:00 GMT", "tomorrow",
        }.Select(Encoding.UTF8.GetBytes),
        [0x01], [0x1B, 0x5B, 0x41], [0x7F], [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x00], [0x61, 0x00, 0x62],
        Encoding.ASCII.GetBytes(new string('k', 64)), Encoding.ASCII.GetBytes(new string('k', 300)), Encoding.ASCII.GetBytes(new string('k', 9_000)),
    ];

    public static readonly IReadOnlyList<string> Headers =
    [
        "Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "If-Modified-Since", "If-Range", "Last-Event-ID", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "X-Correlation-Id", "Cookie", "Range", "Origin",
        "traceparent", "tracestate", "baggage", "Content-Encoding", "Content-Language", "Content-Range", "Content-Type", "X-HTTP-Method-Override", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "dapr-app-id", "dapr-api-token", "Connection", "Upgrade",
        "TE", "Trailer", "Via", "User-Agent", "Referer", "Stripe-Signature", "Max-Forwards", "Cache-Control", "Pragma", "Prefer", "Proxy-Authorization", "Sec-Fetch-Site", "Access-Control-Request-Method", "HTTP2-Settings", "Keep-Alive", "X-Odd",
    ];

    public static readonly IReadOnlyList<string> ContentTypes =
    [
        "application/json; charset=\"utf-8\"", "application/json; charset=UTF-8", "APPLICATION/JSON;charset=\"UTF-8\"", "application/json; charset=\"\\u\\t\\f-8\"", "application/json; charset=klingon", "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json; charset=utf-7", "application/json; charset=", "application/json; charset", "application/json;", "application/json;;", "application/json; charset=utf-8; charset=utf-16", "application/json, text/plain", "application/problem+json", "application/merge-patch+json",
        "application/xml", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream", "json", "/", "application/", "*/*", "é", "", " ", "application/json\u0001",
    ];

    /// <summary>How many of <see cref="Methods"/> a server has to understand.</summary>
    public const int RealMethods = 11;

    public static readonly IReadOnlyList<string> Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY", "BREW", "CONNECT", "get", "M-SEARCH", "GE\u0001T", "G(T", new string('M', 200)];
}
