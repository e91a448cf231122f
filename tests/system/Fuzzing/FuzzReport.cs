using System.Collections.Concurrent;

namespace TicketBooking.Fuzzing;

/// <summary>What came of many requests.</summary>
public sealed class FuzzReport(int seed)
{
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentDictionary<string, (int Count, string Example)> _faults = new();

    /// <summary>All requests that were sent.</summary>
    public int Count => _statuses.Values.Sum();

    /// <summary>How many were answered with each status; 0 is none.</summary>
    public string Statuses => string.Join("  ", _statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"));

    /// <summary>Each fault of an operation once, with the request that repeats it.</summary>
    public IReadOnlyList<string> Faults => [.. _faults.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} ({fault.Value.Count} times), {fault.Value.Example}")];

    internal void Add(int number, FuzzRequest request, RawAnswer answer, string? fault)
    {
        _statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        if (fault is not null)
        {
            _faults.AddOrUpdate(
                $"{request.Operation.Method} {request.Operation.Path}: {fault}",
                _ => (1, $"seed {seed}, request {number}:\n{request}\n--- was answered with\n{answer}\n"),
                (_, first) => (first.Count + 1, first.Example));
        }
    }
}
