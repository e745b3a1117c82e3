using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>
/// What AWS Organizations refuses of a policy whatever the organization (Organizations user guide, "Quotas for AWS Organizations").
/// </summary>
internal static class PolicyLimits
{
    private const int LongestDescription = 512;

    public static ImmutableSortedDictionary<string, string> CheckTags(ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.Count > AwsFacts.TagsOfPolicy.Value)
            throw OrganizationErrors.Constraint(
                "TAG_LIMIT_EXCEEDED",
                "You have exceeded the number of tags allowed on this resource."
            );
        if (tags.Any(t => t.Key.Length > AwsFacts.TagKey.Value || t.Value.Length > AwsFacts.TagValue.Value))
            throw OrganizationErrors.InvalidInput(
                "MAX_LENGTH_EXCEEDED",
                "You provided a string parameter that is longer than allowed."
            );
        if (tags.Keys.Any(k => k.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            throw OrganizationErrors.InvalidInput(
                "INVALID_SYSTEM_TAGS_PARAMETER",
                "You specified a tag key that is a system tag."
            );
        return tags;
    }

    public static void CheckName(string name, string description)
    {
        if (name.Length == 0 || name.Length > AwsFacts.PolicyName.Value || description.Length > LongestDescription)
            throw OrganizationErrors.InvalidInput(
                name.Length == 0 ? "MIN_LENGTH_EXCEEDED" : "MAX_LENGTH_EXCEEDED",
                "You provided a string parameter of a length that is not allowed."
            );
    }

    /// <summary>Sizes are in characters as sent; a document has to be one of its type.</summary>
    public static void CheckContent(OrganizationPolicyType type, string content, Assumptions assumptions)
    {
        var source = SourceText.FromString("policy", content);
        if (JsonText.Characters(source.Bytes.Span) > type.Kind().Characters)
            throw OrganizationErrors.Constraint(
                "POLICY_CONTENT_LIMIT_EXCEEDED",
                "You have exceeded the maximum size of a policy document."
            );
        if (type == OrganizationPolicyType.DeclarativePolicyEc2 && HasLongMessage(source, assumptions))
            throw new SandboxException(
                "MalformedPolicyDocumentException",
                "The provided policy document does not meet the requirements of the specified policy type."
            );
        if (!IsOfType(type, source))
            throw new SandboxException(
                type == OrganizationPolicyType.DeclarativePolicyEc2
                    ? assumptions[Assumptions.PlainValues]
                    : Assumptions.PlainValues.Default,
                "The provided policy document does not meet the requirements of the specified policy type."
            );
    }

    private static bool HasLongMessage(SourceText source, Assumptions assumptions)
    {
        var most = int.Parse(assumptions[Assumptions.ExceptionCharacters], CultureInfo.InvariantCulture);
        var policy = Reading.Of(bag =>
            JsonParser.Parse(source, bag) is { } tree ? DeclarativePolicyParser.Parse(tree, bag) : null
        );
        return policy.Value?.ExceptionMessage?.Length > most;
    }

    private static bool IsOfType(OrganizationPolicyType type, SourceText source)
    {
        if (Reading.Of(bag => JsonParser.Parse(source, bag)).IfSound is not { } tree)
            return false;
        return type.Kind().Language is { } language
            ? IsSound(bag => PolicyParser.Parse(tree, language, bag))
            : IsSound(bag => DeclarativePolicyParser.Parse(tree, bag));
    }

    private static bool IsSound<T>(Func<DiagnosticBag, T?> read)
        where T : class => Reading.Of(read).Findings.All(f => f.Severity != Severity.Error);
}
