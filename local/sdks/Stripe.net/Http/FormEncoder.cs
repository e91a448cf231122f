using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>
/// Stripe's parameters: <c>a[b]=c</c> for groups, <c>a[0]=b</c> for lists, <c>a=</c> for an empty list, seconds for times.
/// </summary>
internal static class FormEncoder
{
    public static HttpContent CreateHttpContent(BaseOptions options)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(options is null ? string.Empty : CreateQueryString(options)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        return content;
    }

    public static string CreateQueryString(BaseOptions options) =>
        string.Join('&', Flatten(options, null).Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}"));

    // Brackets stay readable; the server takes them either way.
    private static string Encode(string text) =>
        WebUtility.UrlEncode(text).Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Flatten(object value, string key) => value switch
    {
        null => [new(key, string.Empty)],
        IAnyOf either => Flatten(either.Value, key),
        INestedOptions options => FlattenOptions(options, key),
        IDictionary dictionary => FlattenDictionary(dictionary, key),
        string text => [new(key, text)],
        IEnumerable list => FlattenList(list, key),
        DateTime time => [new(key, new DateTimeOffset(time).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))],
        _ => [new(key, string.Format(CultureInfo.InvariantCulture, "{0}", value))],
    };

    private static IEnumerable<KeyValuePair<string, string>> FlattenOptions(INestedOptions options, string prefix)
    {
        foreach (var property in options.GetType().GetRuntimeProperties())
        {
            var value = property.GetValue(options);
            if (value is null)
            {
                continue;
            }

            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            var pairs = name is not null ? Flatten(value, Nest(prefix, name))
                : property.IsDefined(typeof(JsonExtensionDataAttribute)) ? FlattenDictionary((IDictionary)value, prefix)
                : [];
            foreach (var pair in pairs)
            {
                yield return pair;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> FlattenDictionary(IDictionary dictionary, string prefix)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            foreach (var pair in Flatten(entry.Value, Nest(prefix, (string)entry.Key)))
            {
                yield return pair;
            }
        }
    }

    private static KeyValuePair<string, string>[] FlattenList(IEnumerable list, string key)
    {
        var pairs = list.Cast<object>().SelectMany((value, index) => Flatten(value, $"{key}[{index}]")).ToArray();
        return pairs.Length == 0 ? [new(key, string.Empty)] : pairs;
    }

    // A name that is itself nested ("a[b]") nests part by part.
    private static string Nest(string prefix, string name)
    {
        if (string.IsNullOrEmpty(prefix))
        {
            return name;
        }

        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? $"{prefix}[{name}]" : $"{prefix}[{name[..bracket]}]{name[bracket..]}";
    }
}
