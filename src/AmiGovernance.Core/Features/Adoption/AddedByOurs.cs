using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What our policies say and those that are there do not, in sentences.</summary>
internal static class AddedByOurs
{
    public static ImmutableArray<string> Find(
        GeneratedPolicies ours,
        ScpFacts scps,
        DeclarativeFacts declaratives,
        AdoptedConfiguration config
    ) =>
        [
            .. Layer(declaratives),
            .. Locks(declaratives),
            .. States(ours.Declarative, declaratives.Meaning),
            .. Message(ours.Declarative, declaratives),
            .. ours.ServiceControlPolicies.SelectMany(p => p.Statements).Select(s => Actions(s, scps)).OfType<string>(),
            .. config
                .Publishers.Where(p => p.Evidence == "given with --ops-account")
                .Select(p => $"images of account {p.Account}, given with `--ops-account`"),
        ];

    private static IEnumerable<string> Layer(DeclarativeFacts declaratives) =>
        declaratives.HasList
            ? []
            :
            [
                "the list of allowed images in the declarative policy, which also binds service-linked roles and the management account",
            ];

    private static IEnumerable<string> Locks(DeclarativeFacts declaratives)
    {
        var open = declaratives
            .Read.Where(r => DeclarativeLocks.FirstUnlocked(r.Tree.Root) is not null)
            .Select(r => r.Policy.Words)
            .ToList();
        if (open.Count > 0)
            yield return $"locks on every node: policies further down can change nothing of {string.Join(", ", open)}";
    }

    private static IEnumerable<string> States(DeclarativePolicy ours, DeclarativePolicy theirs) =>
        ours
            .States.Where(s => !theirs.States.ContainsKey(s.Key))
            .Select(s => $"the attribute {s.Key} with the state {s.Value}");

    private static IEnumerable<string> Message(DeclarativePolicy ours, DeclarativeFacts declaratives)
    {
        if (declaratives.Meaning.ExceptionMessage is null && ours.ExceptionMessage is { } message)
            yield return $"a message to those who are blocked: \"{message}\"";
    }

    /// <summary>Null where statements that are there cover all its actions.</summary>
    private static string? Actions(Statement ours, ScpFacts scps)
    {
        ImmutableArray<string> added = [.. ours.Actions.Where(a => !scps.Statements.Exists(s => s.Covers(a)))];
        if (added.IsEmpty)
            return null;
        return added.Length == ours.Actions.Length
            ? $"the statement `{ours.Sid}`: it denies {StatementWords.List(added)}"
            : $"in the statement `{ours.Sid}`: it also denies {StatementWords.List(added)}";
    }
}
