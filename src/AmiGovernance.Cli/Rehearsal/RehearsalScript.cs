using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Rehearsal;

/// <summary>A command did not do what the rehearsal rests on.</summary>
internal sealed class RehearsalFailedException(string message) : Exception(message);

/// <summary>The whole runbook, act by act, with the commands that one would type.</summary>
internal sealed class RehearsalScript(RehearsalView view, RehearsalCommands commands, RehearsalOrganization organization, CancellationToken cancel)
{
    public const string Config = "config/ami_publishers.json";

    private const string Ticket = "CHG-2041";

    /// <summary>Violations that are shown of many.</summary>
    private const int Shown = 3;

    private readonly WorkloadTeam team = new(organization);

    public async Task Run()
    {
        TheOrganization();
        await Policies().ConfigureAwait(false);
        await AuditMode().ConfigureAwait(false);
        await WhatWouldBeBlocked().ConfigureAwait(false);
    }

    private void TheOrganization()
    {
        Act("An organization", organization.Clock.GetUtcNow());
        var (accounts, ec2) = (organization.World.Organization.Accounts, organization.World.Ec2);
        view.Note($"{accounts.Length} accounts in {organization.World.Organization.Units.Length} organizational units, {ec2.Regions.Length} Regions");
        view.Note($"{ec2.Instances.Count()} instances, {ec2.Images.Count()} images, {ec2.Images.Count(i => i.IsPublic && accounts.Any(a => a.Id.Value == i.OwnerId))} of the organization's own made public by mistake");
        view.Note($"two exceptions: {Name(WorldGenerator.PaymentsLegacy)} migrates, {Name(WorldGenerator.Observability)} tries a vendor");
    }

    private async Task Policies()
    {
        Act("From one file to two policies");
        await Do(["generate"], run => $"{Plural.Of(run.Out.Split("✓ Generated").Length - 1, "file")} in dist/, for audit mode").ConfigureAwait(false);
        await Do(["validate", "-o", "json=reports/validation.json"], _ => Counts(commands.Json("reports/validation.json").GetProperty("summary"))).ConfigureAwait(false);
        await Do(["org", "export"], _ => "the organization as a file, to prove against").ConfigureAwait(false);
        await Do(["prove", "--org", "organization.json", "-o", "json=reports/proof.json"], _ => Proven("reports/proof.json")).ConfigureAwait(false);
    }

    private async Task AuditMode()
    {
        Act("Audit mode: nothing is blocked, everything is marked");
        await Do(["plan", "-o", "markdown=reports/plan-audit.md"], _ => "what changes in meaning, each call, the permissions that it needs").ConfigureAwait(false);
        await Do(["apply", "--yes", "--why", Ticket], Calls).ConfigureAwait(false);
        Later(TimeSpan.FromMinutes(10));
        await Do(["verify", "-o", "markdown=reports/verification-audit.md", "-o", "json=reports/verification-audit.json"], _ => Checklist("reports/verification-audit.json")).ConfigureAwait(false);
    }

    private async Task WhatWouldBeBlocked()
    {
        Later(TimeSpan.FromDays(14));
        Act("Two weeks later: what would enforcement block?");
        await ShowLaunch(WorldGenerator.PaymentsProduction, team.Golden, "a golden image").ConfigureAwait(false);
        await ShowLaunch(WorldGenerator.PaymentsProduction, team.NotApproved, "an image that nobody approved").ConfigureAwait(false);
        var violations = team.Violations();
        foreach (var one in violations.Take(Shown)) view.Note($"{Name(one.Account)} runs {one.Id} in {one.Region} from {one.ImageId} of {one.Image?.OwnerId}, whom nobody approved");
        if (violations.Count > Shown) view.Note($"and {violations.Count - Shown} more");
        await Do(["generate", "--mode", "enabled"], _ => "the policies that enforce").ConfigureAwait(false);
        await Do(["prove", "--org", "organization.json", "-o", "json=reports/proof-enforced.json"], _ => Proven("reports/proof-enforced.json")).ConfigureAwait(false);
        await Do(["plan", "--out", "enforce.plan.json", "-o", "markdown=reports/plan-enforced.md"], _ => "which launches it would deny that start today").ConfigureAwait(false);
        await Do(["apply", "enforce.plan.json", "--yes"], _ => "refused: nothing is enforced past the gates", expected: ExitCodes.No).ConfigureAwait(false);
        await Do(["history", "--verify"], run => run.Out.TrimStart('✓', ' ').Trim()).ConfigureAwait(false);
    }

    private void Act(string title, DateTimeOffset? time = null) => view.Act(title, Day(time ?? organization.Clock.GetUtcNow()));

    private void Later(TimeSpan passed) => organization.MoveTo(organization.Clock.GetUtcNow() + passed);

    private async Task Do(string[] args, Func<CommandRun, string> found, int expected = ExitCodes.Done)
    {
        CommandRun run;
        using (view.Running(string.Join(' ', args))) run = await commands.Run(args, cancel).ConfigureAwait(false);
        view.Command(run);
        if (run.ExitCode != expected)
        {
            view.Bad($"ended with exit code {run.ExitCode} instead of {expected}");
            throw new RehearsalFailedException((run.Error.Length > 0 ? run.Error : run.Out).Trim());
        }
        view.Good(found(run));
    }

    private async Task ShowLaunch(string account, string image, string what)
    {
        var answer = await team.Launch(account, image, cancel).ConfigureAwait(false);
        if (answer.Code != "DryRunOperation") throw new RehearsalFailedException($"{Name(account)} launches {what}: {answer.Code}: {answer.Message}");
        view.Note($"{Name(account)} launches {what}: it starts");
    }

    private string Name(string account) => organization.World.Organization.Account(AccountId.Parse(account))?.Name ?? account;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Such as `8 calls, deployment 20261201T090000Z, recorded in …`, as the command says it.</summary>
    private static string Calls(CommandRun run) => run.Out.Split('\n').FirstOrDefault(l => l.StartsWith("✓ ", StringComparison.Ordinal) && l.Contains("recorded in", StringComparison.Ordinal))?[2..] ?? "done";

    private static string Counts(JsonElement summary)
    {
        var warnings = summary.GetProperty("warnings").GetInt32();
        return warnings == 0 ? "no finding" : $"no error, {Plural.Of(warnings, "warning")}";
    }

    private string Proven(string path)
    {
        var outcomes = commands.Json(path).GetProperty("guarantees").EnumerateArray().Select(g => g.GetProperty("outcome").GetString()).ToList();
        return $"{outcomes.Count(o => o == "proven")} of {outcomes.Count} guarantees hold for every request in every account; {outcomes.Count(o => o == "not_applicable")} do not apply";
    }

    private string Checklist(string path)
    {
        var report = commands.Json(path);
        var items = report.GetProperty("checklist").EnumerateArray().Count(i => i.GetProperty("result").GetString() == "as_expected");
        return $"the runbook's checklist: {items} items as expected, by {Plural.Of(report.GetProperty("checks").GetArrayLength(), "check")} in {Plural.Of(report.GetProperty("accounts").GetArrayLength(), "account")}";
    }
}
