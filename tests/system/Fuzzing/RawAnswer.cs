using System.Text;

namespace TicketBooking.Fuzzing;

/// <summary>An answer as it came.</summary>
/// <param name="Status">Its status; 0 when the connection was closed without an answer.</param>
/// <param name="Headers">By name; values of the same name are joined with commas.</param>
/// <param name="Body">Empty for HEAD, and for streams, which do not end.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const int Shown = 1_000;

    public static readonly RawAnswer None = new(0, new Dictionary<string, string>(), []);

    public bool IsLast => Status == 0 || Header("Connection").Contains("close", StringComparison.OrdinalIgnoreCase) || IsStream;

    public bool IsStream => Header("Content-Type").StartsWith("text/event-stream", StringComparison.Ordinal);

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body);
        return $"{Status}\n{string.Join('\n', Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{(text.Length > Shown ? text[..Shown] + "…" : text)}";
    }
}
