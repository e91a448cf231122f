using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>Stripe's form encoding: <c>metadata[key]</c>, <c>list[]</c> or <c>list[0]</c>; an empty value means "unset".</summary>
internal sealed class Parameters(IEnumerable<KeyValuePair<string, StringValues>> pairs)
{
    private readonly Dictionary<string, StringValues> _values = pairs.ToDictionary(StringComparer.Ordinal);

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) =>
        _values.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value.ToString() : null;

    public string Required(string name) => Text(name) ?? throw Errors.Missing(name);

    public long? Integer(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw Errors.InvalidParameter(name, "parameter_invalid_integer", $"Invalid integer: {text}"),
    };

    public bool Flag(string name) => Text(name) switch
    {
        // Stripe.net writes True and False.
        null or "false" or "False" => false,
        "true" or "True" => true,
        var text => throw Errors.InvalidParameter(name, "parameter_unknown", $"Invalid boolean: {text}"),
    };

    public string OneOf(string name, string fallback, params ReadOnlySpan<string> allowed)
    {
        var text = Text(name) ?? fallback;
        return allowed.Contains(text)
            ? text
            : throw Errors.InvalidParameter(
                name, "parameter_invalid_string", $"Invalid {name}: must be one of {string.Join(", ", allowed)}");
    }

    public IReadOnlyDictionary<string, string> Map(string name) => _values
        .Where(pair => pair.Key.StartsWith(name + "[", StringComparison.Ordinal) && pair.Key.EndsWith(']'))
        .ToDictionary(pair => pair.Key[(name.Length + 1)..^1], pair => pair.Value.ToString(), StringComparer.Ordinal);

    public IReadOnlyList<string> List(string name) => [.. _values
        .Where(pair => pair.Key.StartsWith(name + "[", StringComparison.Ordinal) && pair.Key.EndsWith(']'))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .SelectMany(pair => pair.Value)
        .OfType<string>()];

    /// <summary>All parameters in one order, to recognise the same request.</summary>
    public string Canonical() => string.Join('&', _values
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}"));
}
