using System.Text.Json.Nodes;

namespace TicketBooking.Gateway.Docs;

/// <summary>Bodies that work against a fresh system, once the ids are those of earlier answers.</summary>
internal static class RequestExamples
{
    private const string AnId = "01939b6e-0000-7000-8000-000000000000";

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["POST /api/v1/auth/create"] = """{ "username": "ada", "email": "ada@example.com", "password": "correct horse battery" }""",
        ["POST /api/v1/auth/login"] = """{ "username": "ada", "password": "correct horse battery" }""",
        ["POST /api/v1/venue/create"] = """
            { "name": "Grand Hall", "address": "1 Main St", "city": "Utrecht", "sections": [{ "name": "Stalls", "rows": 10, "seatsPerRow": 20, "accessible": ["A1"] }] }
            """,
        ["POST /api/v1/event/create"] = $$"""
            { "title": "First Night", "venueId": "{{AnId}}", "startsAt": "2035-06-01T19:00:00Z", "language": "en", "currency": "EUR", "prices": [{ "section": "Stalls", "priceMinor": 4500 }] }
            """,
        ["PATCH /api/v1/event/{id}"] = """{ "title": "First Night, again" }""",
        ["POST /api/v1/booking/holds"] = $$"""{ "eventId": "{{AnId}}", "seats": ["A12", "A13"] }""",
        ["POST /api/v1/booking/book_seat"] = $$"""{ "holdId": "{{AnId}}" }""",
        ["POST /api/v1/booking/confirm"] = $$"""{ "holdId": "{{AnId}}", "paymentIntentId": "pi_123" }""",
        ["POST /bookings/confirm"] = $$"""{ "eventId": "{{AnId}}", "holdId": "{{AnId}}", "paymentId": "pi_123" }""",
    };

    public static JsonNode? Of(PublicRoute route) =>
        Examples.TryGetValue(route.Name, out var example) || Examples.TryGetValue($"{route.Method} {route.To}", out example)
            ? JsonNode.Parse(example)
            : null;
}
