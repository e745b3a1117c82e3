using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Reads the documents that an organization or a plan holds. AWS checked them when they were stored; what cannot be read all the same sets
/// nothing and denies nothing here, and a comparison of the texts still sees it.
/// </summary>
internal static class PolicyContent
{
    /// <summary>
    /// Whether two texts are the same document: white space, a line break at the end and the order of members are no change. What is no
    /// JSON is compared as it is.
    /// </summary>
    public static bool Same(string? left, string? right)
    {
        if (left == right)
            return true;
        return left is not null && right is not null && Canonical(left) == Canonical(right);
    }

    /// <summary>The same text for texts that are the same document.</summary>
    public static string Canonical(string content) =>
        Reading.Of(bag => JsonParser.Parse(Source(content), bag)).IfSound is { } tree
            ? JsonNodeWriter.Canonical(tree.Root)
            : content;

    /// <summary>Null when it is no declarative policy.</summary>
    public static DeclarativePolicy? Declarative(string content) =>
        Reading.Of(bag => DeclarativePolicyParser.Parse(Source(content), bag)).Value;

    /// <summary>A declarative policy without operators, as DescribeEffectivePolicy answers it.</summary>
    public static DeclarativePolicy? Effective(string content) =>
        Reading.Of(bag => DeclarativePolicyParser.ParseEffective(Source(content), bag)).Value;

    /// <summary>What an effective policy says of images and nothing here can read; null when all of that can be read.</summary>
    public static string? Unreadable(string content) =>
        DeclarativePolicyParser
            .ReadEffective(content)
            .Findings.Where(f => f.Severity == Severity.Error)
            .Select(f => f.Message)
            .FirstOrDefault();

    public static AllowedImagesState? State(string content) => Declarative(content)?.State;

    /// <summary>Null when it is no service control policy.</summary>
    public static PolicyDocument? ServiceControl(string content) =>
        Reading.Of(bag => PolicyParser.Parse(Source(content), PolicyType.ServiceControlPolicy, bag)).Value;

    public static ImmutableArray<Statement> Statements(string content) => ServiceControl(content)?.Statements ?? [];

    /// <summary>The same document with another state of allowed images; as it is when it sets none.</summary>
    public static string WithState(string content, AllowedImagesState state, bool openToChildren) =>
        Tree(content) is { } tree ? DeclarativeState.With(tree.Root, state, openToChildren) ?? content : content;

    /// <summary>The JSON Pointer of the first node that a policy further down may change; null when all are locked.</summary>
    public static string? FirstUnlocked(string content) =>
        Tree(content) is { } tree ? DeclarativeLocks.FirstUnlocked(tree.Root) : null;

    private static JsonDocumentTree? Tree(string content) =>
        Reading.Of(bag => JsonParser.Parse(Source(content), bag)).Value;

    private static SourceText Source(string content) => SourceText.FromString("policy", content);
}
