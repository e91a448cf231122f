using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Features;

/// <summary>Metadata is merged key by key; an empty value removes its key. At most 50 keys of 40, values of 500 characters.</summary>
internal static class MetadataRules
{
    public static Dictionary<string, string> Merge(Dictionary<string, string> known, Parameters form)
    {
        var merged = new Dictionary<string, string>(known, StringComparer.Ordinal);
        foreach (var (key, value) in form.Map("metadata"))
        {
            if (value.Length == 0)
            {
                merged.Remove(key);
            }
            else if (key.Length > 40 || value.Length > 500)
            {
                throw Errors.InvalidParameter(
                    $"metadata[{key}]", "parameter_invalid_string", "Metadata keys have at most 40, values at most 500 characters.");
            }
            else
            {
                merged[key] = value;
            }
        }

        return merged.Count <= 50
            ? merged
            : throw Errors.InvalidParameter("metadata", "parameter_invalid", "Metadata has at most 50 keys.");
    }
}
