using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>Whether something is in use that enforcement would block, without an exception or a remediation plan.</summary>
internal sealed class ViolationsGate(GovernanceConfig config, DateOnly today)
{
    private const int ShownLines = 20;

    private readonly List<string> evidence = [];

    /// <summary>Open when every source was read as a whole and has no open violation; closed when nothing looked.</summary>
    /// <param name="sources">What looked for violations.</param>
    /// <param name="notActive">How many of the accounts are suspended or closed.</param>
    public Gate Check(IReadOnlyList<ViolationFindings> sources, int notActive)
    {
        var isOpen = sources.Count > 0;
        foreach (var source in sources)
            isOpen &= Check(source);
        if (notActive > 0)
            evidence.Add($"{Plural.Of(notActive, "account")} suspended or closed: nothing is launched there");
        return new Gate(GateName.Violations, isOpen, [.. evidence]);
    }

    private bool Check(ViolationFindings source)
    {
        var all = source.Violations.Select(v => (Violation: v, By: SettledBy(v))).ToLookup(s => s.By is null);
        var open = all[true].Select(s => s.Violation).ToList();
        var settled = all[false].ToList();

        var found = open.Count == 0 ? "no open violation" : Plural.Of(open.Count, "open violation");
        var also = settled.Count == 0 ? "" : $", {settled.Count} settled";
        evidence.Add($"{source.Source}: {source.Looked}");
        if (source.HasLooked || source.Violations.Length > 0)
            evidence.Add($"{source.Source}: {found}{also}");
        Add(open.Select(v => $"  {v.Account}: {v.What}"));
        Add(settled.Select(s => $"  settled by {s.By}: {s.Violation.Account}: {s.Violation.What}"));
        if (!source.Gaps.IsEmpty)
            evidence.Add(
                $"{source.Source}: {Plural.Of(source.Gaps.Length, "part")} could not be read, so there may be more"
            );
        Add(source.Gaps.Select(g => $"  not read: {g.Where}: {g.Why}"));
        return open.Count == 0 && source.Gaps.IsEmpty;
    }

    private void Add(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        evidence.AddRange(all.Take(ShownLines));
        if (all.Count > ShownLines)
            evidence.Add($"  … and {all.Count - ShownLines} more");
    }

    /// <summary>
    /// An exception lets the owner's images through; a remediation plan lets enforcement begin before the workload has moved.
    /// </summary>
    private string? SettledBy(OpenViolation violation)
    {
        if (config.Exceptions.FirstOrDefault(e => e.IsActive(today) && Allows(e, violation)) is { } exception)
            return $"exception {exception.Ticket}";
        if (config.RemediationPlans.FirstOrDefault(p => p.Counts(today) && Covers(p, violation)) is { } plan)
            return $"remediation plan {plan.Ticket}, due on {plan.DueOn.Text()}";
        return null;
    }

    private static bool Allows(ExceptionAccount exception, OpenViolation violation)
    {
        var isUsable =
            exception.UsableBy.IsEmpty
            || exception.AccountId == violation.Account
            || exception.UsableBy.Contains(violation.Account);
        return isUsable && exception.AccountId.Value == violation.Owner;
    }

    /// <summary>A plan names an image or an owner, or covers the whole account.</summary>
    private static bool Covers(RemediationPlan plan, OpenViolation violation)
    {
        var isNamed = plan.Image is null || plan.Image == violation.Image?.Value || plan.Image == violation.Owner;
        return isNamed && plan.Account == violation.Account;
    }
}
