using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters that every request takes.</summary>
public class BaseOptions : INestedOptions
{
    /// <summary>References that shall be answered as whole objects.</summary>
    [JsonPropertyName("expand")]
    public List<string> Expand { get; set; }

    /// <summary>Parameters that have no property here, by their API name.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> ExtraParams { get; set; } = new Dictionary<string, object>();

    /// <summary>Adds to <see cref="Expand"/>.</summary>
    public void AddExpand(string value) => (Expand ??= []).Add(value);

    /// <summary>Adds to <see cref="ExtraParams"/>.</summary>
    public void AddExtraParam(string key, object value) => ExtraParams.Add(key, value);

    internal BaseOptions Copy() => (BaseOptions)MemberwiseClone();
}
