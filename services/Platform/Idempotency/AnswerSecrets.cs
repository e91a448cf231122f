using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Platform;

/// <summary>Keeps secrets of an answer out of the table of idempotency keys, and puts them back when the answer is given again.</summary>
/// <param name="Remove">Returns the body of an answer below 300 as it may be kept.</param>
/// <param name="RestoreAsync">
/// Returns the first body, made again from the kept one, or the refusal to answer with while that is not possible. Nothing is kept then.
/// </param>
public sealed record AnswerSecrets(
    Func<byte[], byte[]> Remove,
    Func<HttpContext, byte[], Task<(byte[]? Body, ProblemHttpResult? Refusal)>> RestoreAsync);
