using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>
/// Finds out what the statements of service control policies are for. Only what they say counts: no identifier is trusted.
/// </summary>
internal sealed class ReadScps
{
    private readonly ScpFacts facts = new();
    private readonly bool hasPlainLaunch;

    private ReadScps(IEnumerable<Told> all) => hasPlainLaunch = all.Any(t => IsPlainLaunch(t.Parts));

    /// <param name="policies">Read without errors.</param>
    public static ScpFacts Of(IReadOnlyList<(FoundPolicy Policy, PolicyDocument Document)> policies)
    {
        List<Told> all =
        [
            .. policies.SelectMany(p =>
                p.Document.Statements.Where(ImageStatements.Is).Select(s => new Told(p.Policy, StatementParts.Of(s)))
            ),
        ];
        var read = new ReadScps(all);
        foreach (var (policy, document) in policies)
            read.Others(policy, document);
        foreach (var told in all)
            read.Statement(told);
        foreach (var told in all)
            read.Exception(told);
        return read.facts;
    }

    private static bool IsPlainLaunch(StatementParts parts) =>
        IsBase(parts) && !parts.SparesOwnImages && parts.Statement.Covers("ec2:RunInstances");

    private static bool IsBase(StatementParts parts) => !parts.Spared.IsEmpty && parts.Only.IsEmpty;

    /// <summary>Statements about something else: a policy that holds them is not ours to replace.</summary>
    private void Others(FoundPolicy policy, PolicyDocument document)
    {
        facts.IsOfImagesAlone[policy.Policy.Id] = document.Statements.All(ImageStatements.Is);
        foreach (var statement in document.Statements.Where(s => !ImageStatements.Is(s)))
            facts.NotCarried.Add(
                NotCarried.Of(
                    policy,
                    statement.Node?.Pointer ?? "",
                    StatementWords.Of(statement),
                    "is not about images: stays in its policy"
                )
            );
    }

    private void Statement(Told told)
    {
        var (policy, parts) = told;
        facts.All.Add(told);
        var purposes = Purposes(parts).ToList();
        if (purposes.Count == 0)
        {
            if (IsGuardrail(parts.Statement))
                facts.Guardrails.Add(told);
            else
                Whole(told);
            Rest(told, isGuardrail: true);
            return;
        }
        foreach (var purpose in purposes)
            if (!parts.Only.IsEmpty)
                OfSomeOwners(told, purpose);
            else if (parts.From is not null)
                Dated(told, purpose);
            else
                Put(told, purpose);
        Rest(told, isGuardrail: false);
    }

    private IEnumerable<Purpose> Purposes(StatementParts parts)
    {
        var statement = parts.Statement;
        if (parts.AsksOwner)
        {
            if (statement.Covers("ec2:RunInstances"))
                yield return IsBase(parts) && parts.SparesOwnImages && hasPlainLaunch
                    ? Purpose.Restore
                    : Purpose.Launch;
            if (statement.Covers(GuardedActions.Copy))
                yield return Purpose.Copy;
            yield break;
        }
        if (statement.Covers("ec2:CreateImage"))
            yield return Purpose.Creation;
        if (statement.Covers("ec2:ModifyImageAttribute"))
            yield return Purpose.Sharing;
        if (GuardedActions.Export.All(statement.Covers))
            yield return Purpose.Export;
        if (!ImageStatements.Services(statement).IsEmpty)
            yield return Purpose.Services;
    }

    private static bool IsGuardrail(Statement statement) =>
        !statement.ActionsExcluded
        && statement.Actions.All(a => ImageStatements.Guardrail.Contains(a, StringComparer.OrdinalIgnoreCase));

    private void Whole(Told told) => facts.NotCarried.Add(AsWhole(told));

    private static NotCarried AsWhole(Told told) =>
        NotCarried.Of(told.Policy, told.Parts.Pointer, StatementWords.Of(told.Parts.Statement), NotCarried.Stays);

    /// <summary>Exceptions: an owner with an end, or whose images some accounts alone may launch.</summary>
    private void OfSomeOwners(Told told, Purpose purpose)
    {
        var parts = told.Parts;
        if (parts.From is { } end)
        {
            if (purpose == Purpose.Launch)
                foreach (var owner in parts.Only)
                    Earliest(facts.Ends, owner, new DatedDeny(end, told));
        }
        else if (!parts.Accounts.IsEmpty)
            foreach (var owner in parts.Only)
                facts.UsableBy.TryAdd(owner, parts.Accounts);
        else if (purpose == Purpose.Launch)
            Whole(told);
    }

    private void Dated(Told told, Purpose purpose)
    {
        if (purpose == Purpose.Creation && !told.Parts.OnlyAccounts.IsEmpty && told.Parts.From is { } end)
            foreach (var account in told.Parts.OnlyAccounts)
                Earliest(facts.CreationEnds, account, new DatedDeny(end, told));
        else
            Whole(told);
    }

    private static void Earliest(SortedDictionary<string, DatedDeny> ends, string key, DatedDeny end)
    {
        if (!ends.TryGetValue(key, out var known) || end.From < known.From)
            ends[key] = end;
    }

    private void Put(Told told, Purpose purpose)
    {
        if (purpose == Purpose.Services)
            facts.Services.AddRange(ImageStatements.Services(told.Parts.Statement).Except(facts.Services));
        if (facts.Told.TryAdd(purpose, told) || IsSame(facts.Told[purpose].Parts, told.Parts))
        {
            if (purpose == Purpose.Launch)
                facts.BlockingLaunches.Add(told.Policy);
            return;
        }
        var first = facts.Told[purpose];
        if (first.Policy.Policy.Id == told.Policy.Policy.Id)
            Whole(told);
        else
            facts.Contradictions.Add(
                $"{first.Policy.Words} and {told.Policy.Words} both deny"
                    + $" {StatementWords.List(told.Parts.Statement.Actions)}, and spare others"
            );
    }

    private static bool IsSame(StatementParts one, StatementParts other) =>
        Same(one.Spared, other.Spared)
        && Same(one.SparedResourceAccounts, other.SparedResourceAccounts)
        && Same(one.Accounts, other.Accounts)
        && Same(one.OnlyAccounts, other.OnlyAccounts)
        && Same(one.Principals, other.Principals);

    private static bool Same(ImmutableArray<string> one, ImmutableArray<string> other) =>
        one.ToHashSet(StringComparer.Ordinal).SetEquals(other);

    /// <summary>Conditions that narrow a deny and that ours does not have.</summary>
    private void Rest(Told told, bool isGuardrail)
    {
        var (policy, parts) = told;
        foreach (var condition in parts.Others)
            facts.NotCarried.Add(
                NotCarried.Of(
                    policy,
                    condition.Node?.Pointer ?? parts.Pointer,
                    $"holds only where {StatementWords.Of(condition)}",
                    NotCarried.Stricter
                )
            );
        if (!isGuardrail || IsGuardrail(parts.Statement))
            OnSomeImages(told);
        var isBase = parts.Only.IsEmpty && parts.From is null;
        if (isBase && !parts.OnlyAccounts.IsEmpty)
            Narrow(told, $"holds in accounts {StatementWords.List(parts.OnlyAccounts)} only");
        if (isBase && !parts.Accounts.IsEmpty && (isGuardrail || parts.AsksOwner))
            Narrow(told, $"spares accounts {StatementWords.List(parts.Accounts)}");
        if (isGuardrail && IsGuardrail(parts.Statement) && !parts.Principals.IsEmpty)
            Narrow(told, $"spares principals {StatementWords.List(parts.Principals)}");
    }

    private void OnSomeImages(Told told)
    {
        var statement = told.Parts.Statement;
        if (!told.Parts.IsOnAllImages && ImageStatements.Services(statement).IsEmpty)
            Narrow(told, $"holds on {StatementWords.Resources(statement)} only");
    }

    /// <summary>What narrows the end of an exception, or the deny of its images to others: an exception has no such words.</summary>
    private void Exception(Told told)
    {
        var parts = told.Parts;
        if (parts.Only.IsEmpty && parts.From is null)
            return;
        var purposes = Purposes(parts).ToList();
        if (purposes.Count == 0 || facts.NotCarried.Contains(AsWhole(told)))
            return;
        var spared = purposes
            .Append(Purpose.Restore)
            .SelectMany(p => facts.Told.GetValueOrDefault(p)?.Parts.Principals ?? []);
        ImmutableArray<string> principals = [.. parts.Principals.Except(spared, StringComparer.Ordinal)];
        if (!principals.IsEmpty)
            Narrow(told, $"spares principals {StatementWords.List(principals)}");
        if (!parts.Accounts.IsEmpty && parts.From is not null)
            Narrow(told, $"spares accounts {StatementWords.List(parts.Accounts)}");
        if (!parts.OnlyAccounts.IsEmpty && parts.AsksOwner)
            Narrow(told, $"holds in accounts {StatementWords.List(parts.OnlyAccounts)} only");
        if (parts.From is { } end && !purposes.Contains(Purpose.Launch) && parts.Only.Any(o => !Ends(o, end)))
            Whole(told);
    }

    private bool Ends(string owner, DateOnly on) => facts.Ends.GetValueOrDefault(owner)?.From == on;

    private void Narrow(Told told, string meaning) =>
        facts.NotCarried.Add(NotCarried.Of(told.Policy, told.Parts.Pointer, meaning, NotCarried.Stricter));
}
