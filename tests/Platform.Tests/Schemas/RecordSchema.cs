using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TicketBooking.Contracts;

namespace TicketBooking.Platform.Tests.Schemas;

/// <summary>Makes the JSON Schema of a record of Contracts: what is on the wire, in the words of its doc comments.</summary>
internal static class RecordSchema
{
    // Web defaults let a number be read from text; none is written so.
    private static readonly JsonSerializerOptions Wire = new(ContractsJson.Default.Options) { NumberHandling = JsonNumberHandling.Strict };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly DocComments Comments = new(Path.ChangeExtension(typeof(ContractsJson).Assembly.Location, "xml"));

    private static readonly Dictionary<(Type Record, string Property), Type> Values = new()
    {
        [(typeof(EventMessage), "status")] = typeof(EventStatuses),
        [(typeof(SeatChange), "status")] = typeof(SeatStatuses),
        [(typeof(SeatFeedChange), "status")] = typeof(SeatStatuses),
        [(typeof(SeatState), "status")] = typeof(SeatStatuses),
    };

    /// <summary>Every record that travels, alone or in an array, under its name: <c>event-message</c> for <see cref="EventMessage"/>.</summary>
    public static IReadOnlyDictionary<string, Type> Records { get; } = typeof(ContractsJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .Select(type => type.GetElementType() ?? type)
        .Distinct()
        .Where(type => type != typeof(EventSection)) // Part of a message; a service stores it by itself.
        .ToDictionary(type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));

    public static string Of(string name)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = Wire.GetJsonSchemaAsNode(Records[name], exporter).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", $"urn:ticket-booking:schema:{name}");
        schema.Insert(2, "title", Records[name].Name);
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (schema["type"] is JsonArray types)
        {
            // A null is left out.
            schema["type"] = types.Single(type => $"{type}" != "null")!.DeepClone();
        }

        if (context.PropertyInfo is { } property)
        {
            schema.Insert(0, "description", Comments.Of(property.DeclaringType, property.Name));
            AddValues(schema, property);
        }
        else if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema.Insert(0, "description", Comments.Of(context.TypeInfo.Type));
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(IsRequired).Select(required => (JsonNode)required.Name)]);
        }

        return schema;
    }

    private static void AddValues(JsonObject schema, JsonPropertyInfo property)
    {
        if (Values.TryGetValue((property.DeclaringType, property.Name), out var constants))
        {
            schema["enum"] = new JsonArray([.. constants.GetFields().Select(constant => (JsonNode)(string)constant.GetRawConstantValue()!)]);
        }
    }

    private static bool IsRequired(JsonPropertyInfo property) => !property.IsGetNullable && property.AssociatedParameter is { HasDefaultValue: false };
}
