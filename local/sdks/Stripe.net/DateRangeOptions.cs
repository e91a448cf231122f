using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>From when to when, UTC; what is left out is open.</summary>
public class DateRangeOptions : INestedOptions
{
    /// <summary>After this.</summary>
    [JsonPropertyName("gt")]
    public DateTime? GreaterThan { get; set; }

    /// <summary>At this or after it.</summary>
    [JsonPropertyName("gte")]
    public DateTime? GreaterThanOrEqual { get; set; }

    /// <summary>Before this.</summary>
    [JsonPropertyName("lt")]
    public DateTime? LessThan { get; set; }

    /// <summary>At this or before it.</summary>
    [JsonPropertyName("lte")]
    public DateTime? LessThanOrEqual { get; set; }
}
