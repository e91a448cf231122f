using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Which page of a list.</summary>
public class ListOptions : BaseOptions
{
    /// <summary>At most so many items, 1 to 100; Stripe's default is 10.</summary>
    [JsonPropertyName("limit")]
    public long? Limit { get; set; }

    /// <summary>The page after the item with this id.</summary>
    [JsonPropertyName("starting_after")]
    public string StartingAfter { get; set; }

    /// <summary>The page before the item with this id.</summary>
    [JsonPropertyName("ending_before")]
    public string EndingBefore { get; set; }
}
