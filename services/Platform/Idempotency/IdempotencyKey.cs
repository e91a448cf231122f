using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace TicketBooking.Platform;

/// <summary>A key, its user, and the request it was sent with.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Value">The header's value, as it is.</param>
/// <param name="Fingerprint">SHA-256 over method, path, query and body: tells the same request from another one.</param>
internal sealed record IdempotencyKey(Guid UserId, string Value, byte[] Fingerprint)
{
    public const string Header = "Idempotency-Key";

    private const int LongestValue = 255;

    public static bool IsValid(StringValues header) =>
        header is [{ Length: >= 1 and <= LongestValue } value] && value.All(c => c is >= ' ' and <= '~');

    /// <summary>Reads the body; it is rewound for the handler.</summary>
    /// <exception cref="BadHttpRequestException">When the body is too large (413) or breaks off.</exception>
    public static async Task<IdempotencyKey> OfAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await SHA256.HashDataAsync(BufferedBody.Of(context), context.RequestAborted);
        request.Body.Position = 0;
        var line = Encoding.UTF8.GetBytes($"{request.Method} {request.GetEncodedPathAndQuery()}\n");
        return new IdempotencyKey(context.User.UserId(), request.Headers[Header].ToString(), SHA256.HashData([.. line, .. body]));
    }
}
