using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>
/// Spreads deny statements over as few documents as fit the quota, in order. Denies add up, so the split keeps the meaning.
/// A statement that is too large itself is split along a list of a positive operator (`StringEquals`: either half may
/// match); a list of a negated one (`StringNotEquals`: none may match) cannot be split, for each half would deny what the
/// other allows.
/// </summary>
internal static class ScpPacker
{
    private static readonly int WrapperCharacters = PolicyWriter.Minified(new PolicyDocument([])).Length;

    /// <summary>Null with the statement that fits no document when there is one.</summary>
    public static ImmutableArray<PolicyDocument>? Pack(
        ImmutableArray<Statement> statements,
        int quota,
        out Statement? tooLarge
    )
    {
        var documents = new List<List<Statement>> { new() };
        var size = WrapperCharacters;
        var room = quota - WrapperCharacters;
        tooLarge = null;
        foreach (var statement in statements)
        {
            foreach (var part in Split(statement, room))
            {
                var cost = PolicyWriter.MinifiedCharacters(part);
                if (cost > room)
                {
                    tooLarge = part;
                    return null;
                }
                var comma = documents[^1].Count > 0 ? 1 : 0;
                if (size + comma + cost > quota)
                {
                    documents.Add([]);
                    (size, comma) = (WrapperCharacters, 0);
                }
                documents[^1].Add(part);
                size += comma + cost;
            }
        }
        return [.. documents.Select(d => new PolicyDocument([.. d]))];
    }

    private static IEnumerable<Statement> Split(Statement statement, int room)
    {
        if (PolicyWriter.MinifiedCharacters(statement) <= room)
            return [statement];
        var longest = statement
            .Conditions.Where(c => c.Operator == "StringEquals" && c.Values.Length > 1)
            .MaxBy(c => c.Values.Length);
        if (longest is null)
            return [statement];
        var half = longest.Values.Length / 2;
        return Split(With(longest.Values[..half], "A"), room).Concat(Split(With(longest.Values[half..], "B"), room));

        Statement With(ImmutableArray<string> values, string suffix) =>
            statement with
            {
                Sid = string.Create(CultureInfo.InvariantCulture, $"{statement.Sid}{suffix}"),
                Conditions = statement.Conditions.Replace(longest, longest with { Values = values }),
            };
    }
}
