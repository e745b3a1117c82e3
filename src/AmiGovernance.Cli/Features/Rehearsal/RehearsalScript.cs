using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>A command did not do what the rehearsal rests on.</summary>
internal sealed class RehearsalFailedException(string message) : Exception(message);

/// <summary>The whole runbook, act by act, with the commands that one would type.</summary>
internal sealed class RehearsalScript(
    RehearsalView view,
    RehearsalCommands commands,
    RehearsalOrganization organization,
    CancellationToken cancel
)
{
    public const string Config = "config/ami_publishers.json";

    private const string Ticket = "CHG-2041";

    private const string Trail = "trail";

    private static readonly string[] Backtest =
    [
        "backtest",
        Trail,
        "--org",
        "organization.json",
        "--owners",
        "images.json",
    ];

    /// <summary>Accounts whose teams launch what nobody approved.</summary>
    private static readonly string[] Launching = [WorldGenerator.PaymentsProduction, WorldGenerator.PaymentsLegacy];

    private const string PilotUnit = "ou-a1b2-pilot0001";

    /// <summary>Violations that are shown of many.</summary>
    private const int Shown = 3;

    private readonly WorkloadTeam team = new(organization);
    private int started;
    private int denied;
    private int checks;

    public async Task Run()
    {
        TheOrganization();
        await Policies();
        await AuditMode();
        await WhomWouldItHit();
        await Pilot();
        await Everywhere();
        await ExceptionEnds();
        await Emergency();
        await BackToTheStart();
        Summary();
    }

    private void Summary()
    {
        view.Heading("Summary");
        view.Row("commands", $"{commands.Count}, as one would type them");
        view.Row("changes to the organization", $"{commands.Changes}, each recorded and chained");
        view.Row("checks of enforcement", $"{checks}, all as expected");
        view.Row("launches that were tried", $"{started + denied}: {started} started, {denied} denied, as they should");
    }

    private void TheOrganization()
    {
        Act("An organization", organization.Clock.GetUtcNow());
        var (accounts, ec2) = (organization.World.Organization.Accounts, organization.World.Ec2);
        view.Note(
            $"{accounts.Length} accounts in {organization.World.Organization.Units.Length} organizational units, {ec2.Regions.Length} Regions"
        );
        view.Note(
            $"{ec2.Instances.Count()} instances, {ec2.Images.Count()} images, {ec2.Images.Count(i => i.IsPublic && accounts.Any(a => a.Id.Value == i.OwnerId))} of the organization's own public by mistake"
        );
        view.Note(
            $"two exceptions: {Name(WorldGenerator.PaymentsLegacy)} migrates, {Name(WorldGenerator.Observability)} tries a vendor"
        );
    }

    private async Task Policies()
    {
        Act("From one file to two policies");
        await Do(
            ["generate"],
            run => $"{Plural.Of(run.Out.Split("✓ Generated").Length - 1, "file")} in dist/, for audit mode"
        );
        await Do(
            ["validate", "-o", "json=reports/validation.json"],
            _ => Counts(commands.Json("reports/validation.json").GetProperty("summary"))
        );
        await Do(["org", "export"], _ => "the organization as a file, to prove against");
        await Do(
            ["prove", "--org", "organization.json", "-o", "json=reports/proof.json"],
            _ => Proven("reports/proof.json")
        );
    }

    private async Task AuditMode()
    {
        Act("Audit mode: nothing is blocked, everything is marked");
        await Do(
            ["plan", "-o", "markdown=reports/plan-audit.md"],
            _ => "what changes in meaning, each call, the permissions that it needs"
        );
        await Do(["apply", "--yes", "--why", Ticket], Calls);
        Later(TimeSpan.FromMinutes(10));
        await Do(
            ["verify", "-o", "markdown=reports/verification-audit.md", "-o", "json=reports/verification-audit.json"],
            _ => Checklist("reports/verification-audit.json")
        );
        await Do(
            [
                "dashboard",
                "apply",
                "--log-group",
                WorldGenerator.TrailLogGroup,
                "--mail",
                "on-call@company.com",
                "--yes",
            ],
            Calls
        );
    }

    private async Task WhomWouldItHit()
    {
        Later(TimeSpan.FromDays(15));
        Act("Two weeks later: whom would enforcement hit?");
        await team.LaunchMarked(WorldGenerator.PaymentsProduction, team.Golden, cancel);
        foreach (var account in Launching)
        {
            await team.LaunchMarked(account, team.NotApproved, cancel);
            view.Note(
                $"{Name(account)} launched {team.NotApproved} of {WorldGenerator.Stranger}, whom nobody approved"
            );
        }
        commands.Put(Trail, organization.DeliveredTrail());
        commands.Put("", [team.DescribedImages()]);
        await Do(
            [.. Backtest, "--update-triage", "-o", "markdown=reports/backtest.md", "-o", "json=reports/backtest.json"],
            _ => Findings("reports/backtest.json"),
            expected: ExitCodes.No
        );
        await Do(
            ["impact", "-o", "markdown=reports/impact.md", "-o", "json=reports/impact.json"],
            _ => Uses("reports/impact.json"),
            expected: ExitCodes.No
        );
        await Do(
            ["status", "-o", "markdown=reports/status-audit.md", "-o", "json=reports/status-audit.json"],
            _ => Covered("reports/status-audit.json")
        );
    }

    private async Task Pilot()
    {
        Act("A pilot first");
        await ShowLaunch(
            WorldGenerator.PaymentsProduction,
            team.NotApproved,
            "an image that nobody approved",
            starts: true
        );
        await Do(
            ["promote", "--target", PilotUnit, "-o", "json=reports/gates-pilot.json"],
            _ => Closed("reports/gates-pilot.json"),
            expected: ExitCodes.No
        );
        await Do(
            ["promote", "--target", PilotUnit, "--notified", "pilot teams by mail", "--ticket", Ticket, "--yes"],
            Calls
        );
        Later(TimeSpan.FromMinutes(10));
        await ShowLaunch(team.AccountIn(PilotUnit), team.NotApproved, "an image that nobody approved", starts: false);
        await ShowLaunch(WorldGenerator.PaymentsProduction, team.NotApproved, "the same image", starts: true);
    }

    private async Task Everywhere()
    {
        Later(TimeSpan.FromDays(5));
        Act("Enforcement everywhere");
        commands.Edit(Config, "\"enforcement_mode\": \"audit_mode\"", "\"enforcement_mode\": \"enabled\"");
        await Do(["generate"], _ => "the configuration says enabled now");
        string[] promote = ["promote", "--notified", "all teams by mail", "--ticket", Ticket, "--yes"];
        await Do(
            [.. promote, "-o", "json=reports/gates.json"],
            _ => Closed("reports/gates.json"),
            expected: ExitCodes.No
        );
        SettleViolations();
        foreach (var account in Launching)
            await Do(
                [
                    "triage",
                    "set",
                    $"launch-{account}-{WorldGenerator.Stranger}",
                    "--outcome",
                    "violation",
                    "--state",
                    "closed",
                    "--reason",
                    "moved to the golden image",
                    "--ticket",
                    Ticket,
                    "--by",
                    "security-lead",
                ],
                _ => $"{Name(account)}: settled"
            );
        Later(TimeSpan.FromDays(1));
        commands.Put(Trail, organization.DeliveredTrail());
        await Do(
            [.. Backtest, "--update-triage"],
            _ => "every recorded launch that enforcement would deny is decided on"
        );
        await Do([.. promote, "-o", "markdown=reports/promotion.md"], Calls);
        Later(TimeSpan.FromMinutes(10));
        await Do(
            [
                "verify",
                "--unapproved-image",
                team.NotApproved,
                "--cloudtrail",
                "-o",
                "markdown=reports/verification-enforced.md",
                "-o",
                "json=reports/verification-enforced.json",
            ],
            _ => Checklist("reports/verification-enforced.json")
        );
        await Do(
            ["status", "-o", "markdown=reports/status-enforced.md", "-o", "json=reports/status-enforced.json"],
            _ => Covered("reports/status-enforced.json")
        );
        await ShowLaunch(WorldGenerator.PaymentsProduction, team.Golden, "a golden image", starts: true);
        await ShowLaunch(
            WorldGenerator.PaymentsProduction,
            team.NotApproved,
            "an image that nobody approved",
            starts: false
        );
        var refused = await team.LaunchForReal(WorldGenerator.Management, team.NotApproved, cancel);
        denied++;
        view.Note($"the management account, which no service control policy reaches, launches it: {refused.Code}");
        view.Note($"“{refused.Message}”");
    }

    private void SettleViolations()
    {
        var open = team.Violations();
        foreach (var one in open.Take(Shown))
            view.Note(
                $"{Name(one.Account)} runs {one.Id} in {one.Region} from {one.ImageId} of {one.Image?.OwnerId}, whom nobody approved"
            );
        if (open.Count > Shown)
            view.Note($"and {open.Count - Shown} more");
        // One workload cannot move in time.
        var late = open.Last(i => !Launching.Contains(i.Account));
        team.Move(open.Where(i => i.Account != late.Account));
        var until = Day(organization.Clock.GetUtcNow().AddDays(60));
        commands.Edit(
            Config,
            "\"exception_accounts\": [",
            $"\"remediation_plans\": [{{ \"account_id\": \"{late.Account}\", \"ticket\": \"CLOUD-1350\", \"due_on\": \"{until}\" }}],\n  \"exception_accounts\": ["
        );
        view.Note($"the teams move to golden images; {Name(late.Account)} gets a remediation plan until {until}");
    }

    private async Task ExceptionEnds()
    {
        organization.MoveTo(new DateTimeOffset(2027, 1, 4, 12, 0, 0, TimeSpan.Zero));
        Act("An exception runs out, and nobody deploys");
        var own = team.OwnImage(WorldGenerator.Observability);
        await ShowLaunch(WorldGenerator.Observability, own, "its own image", starts: true);
        Later(TimeSpan.FromDays(1));
        await ShowLaunch(
            WorldGenerator.Observability,
            own,
            $"it on {Day(organization.Clock.GetUtcNow())}",
            starts: false
        );
        await Do(
            ["exception", "check"],
            _ => "fails in CI until the exception is removed or extended",
            expected: ExitCodes.Errors
        );
    }

    private async Task Emergency()
    {
        Later(TimeSpan.FromDays(3));
        Act("Emergency: a workload is blocked at night");
        await Do(["rollback", "--to", "audit_mode", "--yes", "--why", "INC-77"], Calls);
        Later(TimeSpan.FromMinutes(5));
        await ShowLaunch(
            WorldGenerator.PaymentsProduction,
            team.NotApproved,
            "an image that nobody approved",
            starts: true
        );
    }

    private async Task BackToTheStart()
    {
        Later(TimeSpan.FromDays(1));
        Act("Back to the start");
        await Do(["rollback", "--delete", "--yes", "--why", "the rehearsal ends"], Calls);
        var left = organization.World.Organization.Policies.Count(p => !p.AwsManaged);
        if (left > 0)
            throw new RehearsalFailedException($"{left} of our policies are left in the organization");
        view.Good("no policy of ours is left in the organization");
        await Do(["dashboard", "apply", "--delete", "--yes"], Calls);
        await Do(["history", "--verify"], run => run.Out.TrimStart('✓', ' ').Trim());
    }

    private void Act(string title, DateTimeOffset? time = null) =>
        view.Act(title, Day(time ?? organization.Clock.GetUtcNow()));

    private void Later(TimeSpan passed) => organization.MoveTo(organization.Clock.GetUtcNow() + passed);

    private async Task Do(string[] args, Func<CommandRun, string> found, int expected = ExitCodes.Done)
    {
        CommandRun run;
        using (view.Running(string.Join(' ', args)))
            run = await commands.Run(args, cancel);
        view.Command(run);
        if (run.ExitCode != expected)
        {
            view.Bad($"ended with exit code {run.ExitCode} instead of {expected}");
            throw new RehearsalFailedException((run.Error.Length > 0 ? run.Error : run.Out).Trim());
        }
        view.Good(found(run));
    }

    private async Task ShowLaunch(string account, string image, string what, bool starts)
    {
        var answer = await team.Launch(account, image, cancel);
        var refused = answer.Message.Contains("explicit deny in a service control policy", StringComparison.Ordinal);
        if (starts ? answer.Code != "DryRunOperation" : !refused)
            throw new RehearsalFailedException($"{Name(account)} launches {what}: {answer.Code}: {answer.Message}");
        if (starts)
            started++;
        else
            denied++;
        view.Note(
            $"{Name(account)} launches {what}: {(starts ? "it starts" : "denied by the service control policy")}"
        );
    }

    private string Name(string account) =>
        organization.World.Organization.Account(AccountId.Parse(account))?.Name ?? account;

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Such as `8 calls, deployment 20261201T090000Z, recorded in …`, as the command says it.</summary>
    private static string Calls(CommandRun run) =>
        run.Out.Split('\n')
            .FirstOrDefault(l =>
                l.StartsWith("✓ ", StringComparison.Ordinal) && l.Contains("recorded in", StringComparison.Ordinal)
            )
            ?[2..]
        ?? "done";

    private static string Counts(JsonElement summary)
    {
        var warnings = summary.GetProperty("warnings").GetInt32();
        return warnings == 0 ? "no finding" : $"no error, {Plural.Of(warnings, "warning")}";
    }

    private string Proven(string path)
    {
        var outcomes = commands
            .Json(path)
            .GetProperty("guarantees")
            .EnumerateArray()
            .Select(g => g.GetProperty("outcome").GetString())
            .ToList();
        return $"{outcomes.Count(o => o == "proven")} of {outcomes.Count} guarantees hold for every request in every account; {outcomes.Count(o => o == "not_applicable")} do not apply in audit mode";
    }

    private string Findings(string path)
    {
        var report = commands.Json(path);
        var findings = report.GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("open").GetBoolean());
        return $"of {report.GetProperty("launches").GetProperty("all").GetInt32()} recorded launches enforcement would deny {report.GetProperty("launches").GetProperty("marked").GetInt32()}: {Plural.Of(findings, "finding")} to decide on, each with its proposal";
    }

    private string Uses(string path)
    {
        var report = commands.Json(path);
        var uses = report.GetProperty("findings").EnumerateArray().Sum(f => f.GetProperty("uses").GetArrayLength());
        return $"of {report.GetProperty("uses").GetInt32()} uses of images in {report.GetProperty("accounts_and_regions").GetInt32()} accounts and Regions {uses} would fail, what hurts first at the top";
    }

    private string Covered(string path)
    {
        var status = commands.Json(path);
        var drift = status.GetProperty("drift").GetArrayLength();
        return $"{status.GetProperty("covered").GetInt32()} of {status.GetProperty("accounts").GetInt32()} accounts under the policies, the others with the reason; {(drift == 0 ? "no drift" : Plural.Of(drift, "drift"))}";
    }

    private string Checklist(string path)
    {
        var report = commands.Json(path);
        var items = report
            .GetProperty("checklist")
            .EnumerateArray()
            .Count(i => i.GetProperty("result").GetString() == "as_expected");
        checks += report.GetProperty("checks").GetArrayLength();
        return $"the runbook's checklist: {items} items as expected, by {Plural.Of(report.GetProperty("checks").GetArrayLength(), "check")} in {Plural.Of(report.GetProperty("accounts").GetArrayLength(), "account")}";
    }

    private string Closed(string path)
    {
        var gates = commands
            .Json(path)
            .GetProperty("gates")
            .EnumerateArray()
            .ToLookup(g => g.GetProperty("open").GetBoolean(), g => g.GetProperty("gate").GetString());
        return $"refused: {string.Join(", ", gates[false])} closed; {string.Join(", ", gates[true])} open";
    }
}
