using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Platform;

internal static class IdempotencyProblems
{
    public static ProblemHttpResult Invalid() => Problem.Of(
        StatusCodes.Status400BadRequest, "invalid-idempotency-key", "Idempotency-Key must be 1 to 255 printable ASCII characters.");

    /// <summary>409; the caller sets <c>Retry-After</c>.</summary>
    public static ProblemHttpResult InUse() => Problem.Conflict(
        "idempotency-key-in-use", "A request with this Idempotency-Key is still running; send it again later.");

    public static ProblemHttpResult Reused() => Problem.Of(
        StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This Idempotency-Key was sent with another request.");
}
