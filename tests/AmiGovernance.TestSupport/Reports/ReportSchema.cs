using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Policies.Declarative;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using JsonObject = System.Text.Json.Nodes.JsonObject;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>Makes the JSON Schema of a report from the type that is written, and from the comments on it.</summary>
internal static class ReportSchema
{
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Complete,
    };

    public static JsonNode Of(JsonTypeInfo type, string title)
    {
        var schema = Part(type);
        return With(
            schema,
            ("$schema", Dialect),
            ("title", title),
            (
                "description",
                DocComments.Of(type.Type) ?? throw new InvalidOperationException($"{type.Type} says nothing")
            )
        );
    }

    /// <summary>Of what stands within a report.</summary>
    public static JsonObject Part(JsonTypeInfo type) =>
        (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(Known(type), type.Type, Exporter);

    /// <summary>Of most types the program knows only how they are written.</summary>
    private static JsonSerializerOptions Known(JsonTypeInfo type) =>
        type.OriginatingResolver is ReportsJson
            ? new JsonSerializerOptions(type.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }
            : type.Options;

    /// <summary>The same with members before its own.</summary>
    public static JsonObject With(JsonObject schema, params (string Name, JsonNode Value)[] first)
    {
        var whole = new JsonObject();
        foreach (var (name, value) in first)
            whole[name] = value;
        foreach (var (name, value) in schema)
            whole.TryAdd(name, value?.DeepClone());
        return whole;
    }

    private static JsonObject Complete(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node as JsonObject ?? OfConverter(context.TypeInfo.Type);
        // The exporter leaves out what it does not know of items.
        if (
            context.TypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item }
            && item == typeof(SqlValue)
        )
            schema["items"] = OfConverter(item);
        // What stands elsewhere is closed there.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !schema.ContainsKey("$ref"))
            Close(schema, context.TypeInfo);
        return context.PropertyInfo is { } property ? OfMember(schema, property) : schema;
    }

    private static JsonObject OfConverter(Type type)
    {
        if (Of(type) == typeof(Moment) || Of(type) == typeof(OffsetMoment) || Of(type) == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(JsonElement))
            return new JsonObject { ["type"] = "object" };
        if (type == typeof(SqlValue))
            return new JsonObject { ["type"] = new JsonArray("string", "number", "null") };
        return Of(type) == typeof(StatementName)
            ? new JsonObject { ["type"] = new JsonArray("string", "null") }
            : throw new InvalidOperationException($"{type} is written by a converter");
    }

    private static Type Of(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static void Close(JsonObject schema, JsonTypeInfo type)
    {
        var required = type
            .Properties.Where(p => p.Get is not null && !p.IsExtensionData && !IsLeftOut(p))
            .Select(p => p.Name);
        if (type.Type == typeof(SettingsPart))
            AddAttributes((JsonObject)schema["properties"]!);
        schema["required"] = new JsonArray([.. required.Select(n => JsonValue.Create(n))]);
        schema["additionalProperties"] = false;
    }

    /// <summary>Members that follow the table of attributes.</summary>
    private static void AddAttributes(JsonObject members)
    {
        foreach (var attribute in DeclarativeAttributes.Optional)
        {
            members[attribute.Name] = new JsonObject
            {
                ["description"] = "Its value, as EC2 names it; left out where it was not looked at.",
                ["type"] = "string",
            };
            members[$"{attribute.Name}_managed_by"] = new JsonObject
            {
                ["description"] = "Who sets it, as EC2 names them.",
                ["type"] = "string",
            };
        }
    }

    /// <summary>Where it has no value.</summary>
    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.IsGetNullable
        && (Member(property).GetCustomAttribute<JsonIgnoreAttribute>()?.Condition ?? Condition(property))
            == JsonIgnoreCondition.WhenWritingNull;

    private static JsonIgnoreCondition Condition(JsonPropertyInfo property) => property.Options.DefaultIgnoreCondition;

    private static JsonObject OfMember(JsonObject schema, JsonPropertyInfo property)
    {
        var member = Member(property);
        var isNullValue = Of(property.PropertyType) == typeof(StatementName);
        if (IsLeftOut(property) && !isNullValue && schema["type"] is JsonArray types)
            schema["type"] = types.Select(t => t!.GetValue<string>()).Single(t => t != "null");
        if (member.Name == nameof(ReportDocument.FormatVersion))
            schema = new JsonObject { ["const"] = ReportDocument.Version };
        if (Words(member) is { } words)
            Choose(schema, words);
        var described = DocComments.Of(member);
        return described is null ? schema : With(schema, ("description", described));
    }

    private static void Choose(JsonObject schema, IReadOnlyList<string> words)
    {
        var isNull = schema["type"] is JsonArray types && types.Any(t => t!.GetValue<string>() == "null");
        var target = schema["items"] as JsonObject ?? schema;
        target.Remove("type");
        var values = words.Select(w => (JsonNode?)JsonValue.Create(w));
        target["enum"] = new JsonArray([.. values, .. isNull ? new JsonNode?[] { null } : []]);
    }

    public static PropertyInfo Member(JsonPropertyInfo property) =>
        property
            .DeclaringType.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Single(p => Name(p, property.Options) == property.Name);

    private static string Name(PropertyInfo property, JsonSerializerOptions options) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? options.PropertyNamingPolicy?.ConvertName(property.Name)
        ?? property.Name;

    /// <summary>Null where any text can stand.</summary>
    private static ImmutableArray<string>? Words(PropertyInfo member)
    {
        var parameter = member
            .DeclaringType!.GetConstructors()
            .SelectMany(c => c.GetParameters())
            .FirstOrDefault(p => p.Name == member.Name);
        var marked = member.GetCustomAttribute<OneOfAttribute>() ?? parameter?.GetCustomAttribute<OneOfAttribute>();
        if (marked is null)
            return null;
        var type = marked.GetType();
        return type.IsGenericType
            ? [.. EnumWords.Of(type.GetGenericArguments()[0]).Concat(marked.Words).Distinct()]
            : [.. marked.Words];
    }
}
