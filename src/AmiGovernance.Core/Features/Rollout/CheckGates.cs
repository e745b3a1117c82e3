using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>What looked for violations, and what it found.</summary>
/// <param name="Source">Such as `instances` or `replayed launches`.</param>
/// <param name="Looked">What was looked at, in words.</param>
/// <param name="Gaps">What was not: while there are any, the gate stays closed.</param>
public sealed record ViolationFindings(
    string Source,
    string Looked,
    ImmutableArray<OpenViolation> Violations,
    ImmutableArray<ReadingGap> Gaps
);

/// <summary>A use of an image that enforcement would block.</summary>
/// <param name="Image">The image's id; empty when it is not known.</param>
/// <param name="Owner">As `ec2:Owner` has it.</param>
public sealed record OpenViolation(AccountId Account, string Image, string Owner, string What);

/// <param name="Targets">The path of each target that is promoted, from the root down.</param>
/// <param name="Accounts">That will be enforced, without those that cannot launch anything.</param>
/// <param name="NotActive">How many of the accounts are suspended or closed.</param>
public sealed record GateInput(
    GovernanceConfig Config,
    Organization Organization,
    ImmutableArray<ImmutableArray<string>> Targets,
    ImmutableArray<OrganizationAccount> Accounts,
    int NotActive
);

/// <summary>Looks whether the gates between audit mode and enforcement are open, and collects the evidence.</summary>
public sealed class CheckGates(IOrganizations aws, TimeProvider time)
{
    /// <summary>Accounts under the same policies have the same effective policy: asking some of them is enough.</summary>
    private const int AskedAccounts = 10;

    private const int ShownLines = 20;

    public async Task<Gate> AuditTime(GateInput input, IFileStore files, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var log = DeploymentRecord.Read(files, bag);
        if (bag.HasErrors)
            return new Gate(
                GateName.AuditTime,
                false,
                [$"the deployment record does not hold together: {bag.ToSorted()[0].Message}"]
            );
        var evidence = new List<string>();
        var isOpen = true;
        foreach (var path in input.Targets)
            if (log.InAuditSince(path) is not { } since)
            {
                isOpen = false;
                evidence.Add($"{path[^1]}: no deployment in audit mode is recorded");
            }
            else
            {
                var days = (time.GetUtcNow() - since).TotalDays;
                isOpen &= days >= input.Config.Policy.MinimumAuditDays;
                evidence.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path[^1]}: in audit mode since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by the record, {Math.Floor(days)} of {input.Config.Policy.MinimumAuditDays} days"
                    )
                );
            }
        if (log.ListChanged is { } changed)
            evidence.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the list was changed last on {changed.UtcDateTime:yyyy-MM-dd}: what it denies since then was in audit mode for {Math.Floor((time.GetUtcNow() - changed).TotalDays)} days"
                )
            );
        isOpen &= await IsConfirmed(input, evidence, cancel);
        return new Gate(GateName.AuditTime, isOpen, [.. evidence]);
    }

    private async Task<bool> IsConfirmed(GateInput input, List<string> evidence, CancellationToken cancel)
    {
        var effective = new EffectivePolicies(new OrganizationIndex(input.Organization));
        var groups = input.Accounts.GroupBy(a => effective.Of(a.Id.Value)).ToList();
        var others = groups.Where(g => g.Key.Policy?.State != AllowedImagesState.AuditMode).ToList();
        foreach (var group in others)
            evidence.Add(
                $"in {Describe(group)} the policies give {group.Key.Policy?.State?.Name() ?? "no state"}, not audit_mode"
            );
        var asked = 0;
        var confirmed = 0;
        foreach (var account in groups.Except(others).Select(g => g.First()).Take(AskedAccounts))
        {
            asked++;
            var state = await new ConfirmEffect(aws, time).StateOf(account.Id, cancel);
            if (state == AllowedImagesState.AuditMode)
                confirmed++;
            else
                evidence.Add(
                    $"AWS says that {account.Id} has {state?.Name() ?? "no effective policy"}, not audit_mode"
                );
        }
        if (asked > 0)
            evidence.Add(
                $"AWS confirms audit_mode in {confirmed} of {Plural.Of(asked, "account")} asked, which stand for all {input.Accounts.Length}"
            );
        return others.Count == 0 && confirmed == asked;
    }

    private static string Describe(IEnumerable<OrganizationAccount> accounts) =>
        AmiGovernance.Core.Governance.Proof.OrganizationProof.Describe([.. accounts.Select(a => a.Id)]);

    public Gate Violations(GateInput input, IReadOnlyList<ViolationFindings> sources)
    {
        var today = time.Today();
        var evidence = new List<string>();
        var isOpen = sources.Count > 0;
        foreach (var source in sources)
        {
            evidence.Add($"{source.Source}: {source.Looked}");
            var settled = source.Violations.Select(v => (Violation: v, By: SettledBy(v, input.Config, today))).ToList();
            var open = settled.Where(s => s.By is null).Select(s => s.Violation).ToList();
            evidence.Add(
                open.Count == 0
                    ? $"{source.Source}: no open violation{(settled.Count > 0 ? $", {settled.Count} settled" : "")}"
                    : $"{source.Source}: {Plural.Of(open.Count, "open violation")}{(settled.Count > open.Count ? $", {settled.Count - open.Count} settled" : "")}"
            );
            evidence.AddRange(Cut(open.Select(v => $"  {v.Account}: {v.What}")));
            evidence.AddRange(
                Cut(
                    settled
                        .Where(s => s.By is not null)
                        .Select(s => $"  settled by {s.By}: {s.Violation.Account}: {s.Violation.What}")
                )
            );
            if (!source.Gaps.IsEmpty)
                evidence.Add(
                    $"{source.Source}: {Plural.Of(source.Gaps.Length, "part")} could not be read, so there may be more"
                );
            evidence.AddRange(Cut(source.Gaps.Select(g => $"  not read: {g.Where}: {g.Why}")));
            isOpen &= open.Count == 0 && source.Gaps.IsEmpty;
        }
        if (input.NotActive > 0)
            evidence.Add($"{Plural.Of(input.NotActive, "account")} suspended or closed: nothing is launched there");
        return new Gate(GateName.Violations, isOpen, [.. evidence]);
    }

    private static IEnumerable<string> Cut(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count <= ShownLines ? all : all.Take(ShownLines).Append($"  … and {all.Count - ShownLines} more");
    }

    /// <summary>An exception lets the owner's images through; a remediation plan lets enforcement begin before the workload has moved.</summary>
    private static string? SettledBy(OpenViolation violation, GovernanceConfig config, DateOnly today) =>
        config.Exceptions.FirstOrDefault(e =>
            e.IsActive(today)
            && e.AccountId.Value == violation.Owner
            && (e.UsableBy.IsEmpty || e.AccountId == violation.Account || e.UsableBy.Contains(violation.Account))
        )
            is { } exception
            ? $"exception {exception.Ticket}"
        : config.RemediationPlans.FirstOrDefault(p =>
            p.Counts(today)
            && p.Account == violation.Account
            && (p.Image is null || p.Image == violation.Image || p.Image == violation.Owner)
        )
            is { } plan
            ? $"remediation plan {plan.Ticket}, due on {plan.DueOn.Text()}"
        : null;

    /// <summary>Nobody but the caller can know these; what is said is recorded.</summary>
    public static Gate Said(GateName name, string? text, string option) =>
        string.IsNullOrWhiteSpace(text)
            ? new Gate(name, false, [$"`{option}` was not given"])
            : new Gate(name, true, [text]);

    public static ViolationFindings Of(Inventory inventory, IReadOnlyCollection<string> regions) =>
        new(
            "instances",
            $"{Plural.Of(inventory.Instances, "instance")} in {Plural.Of(inventory.Accounts, "account")} and {Plural.Of(inventory.Places, "pair")} of account and Region looked at{(regions.Count > 0 ? $"; only {string.Join(", ", regions)}, as asked" : "")}",
            [
                .. inventory.Forbidden.Select(f => new OpenViolation(
                    f.Account,
                    f.ImageId,
                    f.Owner,
                    $"{Plural.Of(f.Instances, "instance")} from {f.ImageId} `{f.ImageName}` of {f.Owner} in {f.Region}, such as {f.Example}: denied by {f.DeniedBy}"
                )),
            ],
            inventory.Gaps
        );
}
