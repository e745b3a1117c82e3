using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// What `aws sts decode-authorization-message` prints (STS API reference, DecodeAuthorizationMessage): whether a deny was explicit, the
/// statements that matched, and what the request carried. It does not say in which policy a statement stands.
/// </summary>
internal static class DecodedMessage
{
    /// <summary>Null when the value is no decoded message.</summary>
    public static CallHints? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        if (value.TryGetProperty("DecodedMessage", out var inner))
            return Inner(inner);
        return
            value.TryGetProperty("explicitDeny", out var isExplicit) && value.TryGetProperty("context", out var context)
            ? Read(value, isExplicit.ValueKind == JsonValueKind.True, context)
            : null;
    }

    private static CallHints? Inner(JsonElement inner)
    {
        if (inner.ValueKind != JsonValueKind.String)
            return Read(inner);
        try
        {
            using var document = JsonDocument.Parse(inner.GetString() ?? "");
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) when (IllFormedText.Find(inner.GetString() ?? "") is not null)
        {
            return null;
        }
    }

    private static CallHints Read(JsonElement message, bool isExplicit, JsonElement context)
    {
        var said = Text(context, "principal", "arn") is { Length: > 0 } arn ? arn : null;
        var principal = PrincipalNames.RoleOf(said ?? "");
        var named = Text(context, "resource") is { Length: > 0 } text ? text : null;
        var resource = named ?? "";
        var isImage = resource.Contains(":image/", StringComparison.Ordinal);
        var keys = Keys(context);
        var shape = ErrorShape.Find(AwsFacts.Denied.Value, "") ?? throw new InvalidOperationException("no such shape");
        return new CallHints
        {
            Action = Text(context, "action"),
            PrincipalArn = principal.Length > 0 ? principal : null,
            Session = principal == said ? null : said,
            Account = ErrorReader.AccountOf(principal),
            Region = ErrorReader.RegionOf(resource),
            ImageId = CallImages.InText(resource),
            ImageOwner = isImage ? keys.GetValueOrDefault("ec2:Owner") : null,
            ImageOwnerAccount = isImage ? keys.GetValueOrDefault("aws:Account") : null,
            IsServiceLinkedRole = PrincipalArn.IsServiceLinkedRole(principal),
            Context = keys.Remove("ec2:Owner"),
            Refusal = new NamedRefusal(shape)
            {
                Action = Text(context, "action"),
                Principal = said,
                Resource = named,
                Way = isExplicit ? DenyWay.ExplicitDeny : DenyWay.MissingAllow,
                Statements = Statements(message),
            },
        };
    }

    private static ImmutableArray<string> Statements(JsonElement message) =>
        [
            .. Items(message, "matchedStatements")
                .Where(s => Text(s, "effect") is "DENY" or null)
                .Select(s => Text(s, "statementId") ?? "")
                .Where(id => id.Length > 0),
        ];

    /// <summary>Keys with one value: what AWS shows of others is no list that a policy compares.</summary>
    private static ImmutableSortedDictionary<string, string> Keys(JsonElement context)
    {
        var keys = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var condition in Items(context, "conditions"))
            if (Text(condition, "key") is { } key && Items(condition, "values") is [var only])
                keys[key] = Text(only, "value") ?? "";
        return keys.ToImmutable();
    }

    /// <summary>None when there is no such list.</summary>
    private static List<JsonElement> Items(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty("items", out var items))
            return [];
        return items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];
    }

    private static string? Text(JsonElement parent, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out parent))
                return null;
        return parent.ValueKind == JsonValueKind.String ? parent.GetString() : null;
    }
}
