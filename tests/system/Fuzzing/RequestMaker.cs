using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>Makes requests: most have one or two things wrong, so that each gets past the checks before it.</summary>
internal sealed class RequestMaker(JsonNode document, FuzzSubject subject)
{
    private readonly IReadOnlyList<ApiOperation> _operations = ApiOperation.ReadAll(document);
    private readonly SchemaValues _values = new(document, subject.Known);
    private readonly BodyMaker _bodies = new(new SchemaValues(document, subject.Known));

    /// <summary>Each operation in turn.</summary>
    public FuzzRequest Make(int seed, int number)
    {
        var (operation, chance) = (_operations[number % _operations.Count], new Chance(seed, number));
        var method = chance.Percent(3) ? chance.Of(OddValues.Methods) : operation.Method == "GET" && chance.Percent(5) ? "HEAD" : operation.Method;
        var headers = Headers(chance, operation, out var isBroken);
        var target = Target(chance, operation);
        var body = operation.Body is not null ? _bodies.Make(chance, operation.Body) : chance.Percent(5) ? _bodies.Make(chance, new JsonObject()) : [];
        if (body.Length > 0 || chance.Percent(20))
        {
            AddContentType(chance, headers);
        }

        var framing = new Framing(chance, body, operation.Body is not null);
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {subject.Gateway.Authority}\r\n"));
        headers.ForEach(header => bytes.Write(header));
        bytes.Write(framing.Bytes);
        isBroken |= framing.IsBroken || IsBroken(target) || !OddValues.Methods.Take(OddValues.RealMethods).Contains(method);
        return new(operation, method == "HEAD", isBroken, framing.EndsEarly, bytes.ToArray());
    }

    /// <summary>The server itself refuses a NUL in a path, and what is no target at all.</summary>
    private static bool IsBroken(string target) =>
        target.Split('?')[0].Contains("%00", StringComparison.Ordinal) || target.Any(letter => letter is <= ' ' or >= '\x7F');

    private string Target(Chance chance, ApiOperation operation)
    {
        var path = operation.Path;
        var query = new List<string>();
        var odd = chance.Percent(25) && operation.Parameters.Count > 0 ? chance.Of(operation.Parameters) : null;
        foreach (var parameter in operation.Parameters)
        {
            var value = parameter == odd ? chance.Of(OddValues.InTarget)
                : parameter.In == "path" && (!operation.IsDestructive || chance.Percent(3)) ? Uri.EscapeDataString(_values.Text(chance, parameter))
                : parameter.In == "path" ? chance.Id().ToString()
                : Uri.EscapeDataString(_values.Text(chance, parameter));
            if (parameter.In == "path")
            {
                path = path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
            }
            else if (parameter.In == "query" && (parameter == odd || chance.Percent(50)))
            {
                query.Add($"{parameter.Name}={value}");
            }
        }

        if (chance.Percent(4))
        {
            path = chance.Percent(50) ? $"{path}/{chance.Of(OddValues.InTarget)}" : path.Insert(chance.Below(path.Length) + 1, chance.Of(OddValues.InTarget));
        }

        if (chance.Percent(8))
        {
            query.Add(chance.Percent(50) ? chance.Of(OddValues.InTarget) : $"{chance.Of(OddValues.InTarget)}={chance.Of(OddValues.InTarget)}");
        }

        return query.Count == 0 ? path : $"{path}?{string.Join(chance.Percent(95) ? '&' : ';', query)}";
    }

    private List<byte[]> Headers(Chance chance, ApiOperation operation, out bool isBroken)
    {
        var headers = new List<byte[]>();
        isBroken = false;
        if (chance.Percent(92))
        {
            var token = chance.Percent(3) ? "x.y.z" : operation.Path.Contains("/admin/", StringComparison.Ordinal) ? subject.AdminToken : chance.Of(subject.Tokens);
            headers.Add(Line("Authorization", $"Bearer {token}"));
        }

        if (operation.Method == "POST" && chance.Percent(30))
        {
            headers.Add(Line("Idempotency-Key", chance.Percent(70) ? chance.Id().ToString() : $"key-{chance.Below(20)}"));
        }

        for (var odd = chance.Below(100); odd > 75; odd -= 15)
        {
            var value = chance.Of(OddValues.InHeader);
            isBroken |= value.Any(letter => letter is < 0x20 and not 0x09 or >= 0x7F);
            headers.Add([.. Encoding.ASCII.GetBytes(chance.Of(OddValues.Headers) + ": "), .. value, .. "\r\n"u8]);
        }

        return headers;
    }

    private static void AddContentType(Chance chance, List<byte[]> headers)
    {
        if (chance.Percent(90))
        {
            headers.Add(Line("Content-Type", "application/json"));
        }
        else if (chance.Percent(85))
        {
            headers.Add(Line("Content-Type", chance.Of(OddValues.ContentTypes)));
        }
    }

    private static byte[] Line(string name, string value) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}: {value}\r\n"));
}
