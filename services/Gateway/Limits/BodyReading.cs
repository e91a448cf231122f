using System.Buffers;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Reads a body whole before its request takes a place in a lane, so that a client that sends slowly holds none. The limit of the route
/// bounds the memory.
/// </summary>
internal sealed class BodyReading(RequestDelegate next, LimitTable limits, LimitMetrics metrics, IOptions<EdgeOptions> options, TimeProvider clock) : IDisposable
{
    private const int PieceBytes = 4096;

    /// <summary>The room for bodies, a permit a KiB.</summary>
    private readonly ConcurrencyLimiter _room = new(new() { PermitLimit = options.Value.MaxBufferedBytes >> 10 });

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InLane>() is not { } place || !JsonBody.HasBody(context.Request))
        {
            await next(context);
            return;
        }

        var limit = limits.Of(place);
        using var room = _room.AttemptAcquire(Kibibytes(Math.Min(context.Request.ContentLength ?? limit.MaxBodyBytes, limit.MaxBodyBytes)));
        if (!room.IsAcquired)
        {
            metrics.Refused(limit.Lane, "memory");
            context.Response.Headers.Connection = "close";
            await LimitProblems.Overloaded().ExecuteAsync(context);
            return;
        }

        var status = await ReadAsync(context, limit.MaxBodyBytes);
        if (status == StatusCodes.Status200OK)
        {
            await (IsText(context.Request.Body) ? next(context) : TextProblems.Malformed().ExecuteAsync(context));
            return;
        }

        // The problem details follow. The rest of the body is read for some seconds and dropped, so that the answer gets to a client that sends.
        metrics.Refused(limit.Lane, "body");
        context.Response.StatusCode = status;
        context.Response.Headers.Connection = "close";
    }

    public void Dispose() => _room.Dispose();

    /// <summary>What no service could keep reaches none.</summary>
    private static bool IsText(Stream body) => body is MemoryStream whole && JsonText.IsWellFormed(whole.GetBuffer().AsSpan(0, (int)whole.Length));

    private static int Kibibytes(long bytes) => (int)((bytes + 1023) >> 10);

    /// <returns>200, or the status of the refusal.</returns>
    private async Task<int> ReadAsync(HttpContext context, long most)
    {
        // Kestrel would break the connection of a client that is still sending: its 413 would be lost.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        if (context.Request.ContentLength > most)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        using var deadline = new CancellationTokenSource(options.Value.BodyWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            return await TryCopyAsync(context.Request, most, either.Token) ? StatusCodes.Status200OK : StatusCodes.Status413PayloadTooLarge;
        }
        catch (BadHttpRequestException broken)
        {
            return broken.StatusCode;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return context.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : StatusCodes.Status408RequestTimeout;
        }
    }

    /// <summary>Puts the bytes as they were sent in the place of the client's stream.</summary>
    private static async Task<bool> TryCopyAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, PieceBytes));
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (await request.Body.ReadAsync(piece, cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > most)
                {
                    return false;
                }

                await body.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        body.Position = 0;
        request.Body = body;
        // The length of a chunked body is known now.
        request.Headers.TransferEncoding = default;
        request.ContentLength = body.Length;
        return true;
    }
}
