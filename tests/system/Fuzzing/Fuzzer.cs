using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>Sends valid and broken requests to every operation of the API document, and checks what holds for every answer.</summary>
public static class Fuzzer
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <param name="subject">The system.</param>
    /// <param name="seed">Two runs with the same seed on the same system send the same requests.</param>
    /// <param name="requests">How many.</param>
    /// <param name="connections">How many at the same time.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<FuzzReport> RunAsync(FuzzSubject subject, int seed, int requests, int connections, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = subject.Gateway };
        var document = await http.GetFromJsonAsync<JsonNode>("/openapi/v1.json", cancellationToken);
        var (maker, report, next) = (new RequestMaker(document!, subject), new FuzzReport(seed), -1);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                RawConnection? connection = null;
                for (var number = Interlocked.Increment(ref next); number < requests; number = Interlocked.Increment(ref next))
                {
                    var request = maker.Make(seed, number);
                    var isFresh = connection is null;
                    connection ??= await RawConnection.OpenAsync(subject.Gateway, cancellationToken);
                    var (answer, fault) = await AskAsync(connection, request, cancellationToken);
                    if (answer == RawAnswer.None && !isFresh)
                    {
                        // The server closed the connection after the answer before, as it may.
                        connection.Dispose();
                        connection = await RawConnection.OpenAsync(subject.Gateway, cancellationToken);
                        (answer, fault) = await AskAsync(connection, request, cancellationToken);
                    }

                    report.Add(number, request, answer, fault);
                    if (answer.IsLast || request.IsBroken || request.EndsEarly)
                    {
                        connection.Dispose();
                        connection = null;
                    }
                }

                connection?.Dispose();
            },
            cancellationToken)));
        return report;
    }

    private static async Task<(RawAnswer Answer, string? Fault)> AskAsync(RawConnection connection, FuzzRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerWithin);
        try
        {
            var answer = await connection.AskAsync(request, deadline.Token);
            return (answer, AnswerRules.Fault(request, answer));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (RawAnswer.None, $"no answer within {AnswerWithin.TotalSeconds} s");
        }
        catch (FormatException exception)
        {
            return (RawAnswer.None, $"an answer that is not HTTP: {exception.Message}");
        }
    }
}
