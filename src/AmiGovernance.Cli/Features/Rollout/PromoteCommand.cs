using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>From audit mode to enforcement, through the gates of the runbook: everything, or a part while the rest stays.</summary>
internal sealed class PromoteCommand
{
    private readonly Argument<string?> file = new("PLAN")
    {
        Description = "A file of `amigov plan --out` or `promote --out`: nothing but these calls is made",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> planOut = new("--out")
    {
        Description = "Write the calls to a file for review; `amigov promote FILE` makes them",
        HelpName = "FILE",
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = new("--policies")
    {
        Description = "The folder of the policies",
        HelpName = "DIR",
        DefaultValueFactory = _ => "dist",
    };
    private readonly Option<string[]> target = new("--target")
    {
        Description =
            "Enforce this organizational unit or account and leave the rest as it is; may be given several times",
        HelpName = "ID",
    };
    private readonly Option<string> triage = new("--triage")
    {
        Description = "The folder of what was decided on replayed launches",
        HelpName = "DIR",
        DefaultValueFactory = _ => TriageFiles.DefaultFolder,
    };
    private readonly Option<string[]> regions = new("--regions")
    {
        Description =
            "Look for violations in these Regions only, separated by commas; default: all that an account can use",
        HelpName = "REGIONS",
    };
    private readonly Option<string?> notified = new("--notified")
    {
        Description = "Who was told, when and how: opens the gate `notified`",
        HelpName = "TEXT",
    };
    private readonly Option<string?> ticket = new("--ticket")
    {
        Description = "The approved change: opens the gate `ticket`",
        HelpName = "ID",
    };
    private readonly Option<string[]> overrides = new("--override")
    {
        Description =
            $"Pass a closed gate: {string.Join(", ", Gate.Names)}; needs --reason; may be given several times",
        HelpName = "GATE",
    };
    private readonly Option<string?> reason = new("--reason")
    {
        Description = "Why a closed gate is passed, for the deployment record",
        HelpName = "TEXT",
    };
    private readonly Option<bool> check = new("--check")
    {
        Description = "Show the gates and the calls, and change nothing; exit with 3 while a gate is closed",
    };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Confirm without being asked" };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.TableFormats);

    public static Command Create(CliContext context) => new PromoteCommand().Build(context);

    private Command Build(CliContext context)
    {
        overrides.AcceptOnlyFromAmong([.. Gate.Names]);
        target.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !OrganizationTarget.IsValid(t.Value)))
                result.AddError($"'{Visible.Text(token.Value)}' is no target; give ou-ab12-abcd1234 or an account id");
        });
        var command = new Command("promote", "From audit mode to enforcement, through the gates")
        {
            file,
            planOut,
            config,
            policies,
            target,
            triage,
            regions,
            notified,
            ticket,
            overrides,
            reason,
            check,
            yes,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(overrides) is { Length: > 0 } && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--override needs --reason: it is recorded");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Run(result, context, connection, cancel);
            }
        );
        return command;
    }

    private async Task<int> Run(
        ParseResult result,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var run = new Deployment(context, connection);
        var reviewed = result.GetValue(file) is { } reviewedFile
            ? PlanFiles.Read(context, reviewedFile, PlanFile.Read)
            : null;
        if (reviewed is null && result.GetValue(file) is not null)
            return ExitCodes.Errors;
        if (await Plan(result, context, connection, reviewed, cancel) is not { Result.Plan: { } plan } planned)
            return ExitCodes.Errors;
        if (reviewed is not null && !PlanFile.IsRestOf(plan, reviewed))
        {
            run.Report(
                PlanningDiagnostics.PlanStale,
                $"the organization, the policies or the time have changed: what is to be done now is not what is in {Visible.Text(result.GetValue(file) ?? "")}",
                "make it again with `--out`, and look at what changed"
            );
            return ExitCodes.No;
        }
        var caller = await connection.GetCallerIdentity(cancel);
        var isDone = plan.IsEmpty && planned.Resumes.IsEmpty;
        var gates = planned.Resumes.IsEmpty && !isDone ? await Gates(result, context, connection, planned, cancel) : [];
        var report = new PromotionReport(planned, plan, gates, caller);
        var written = TableOutput.Write(
            context,
            CommonOptions.Targets(result, output),
            format =>
                format switch
                {
                    OutputFormat.Json => PromotionView.Json(report, context.Time.Today()),
                    OutputFormat.Markdown => PromotionView.Markdown(report),
                    _ => PromotionView.Text(report),
                }
        );
        if (written != ExitCodes.Done || isDone)
            return written;
        if (
            result.GetValue(planOut) is { } path
            && !PlanFiles.Write(context, path, PlanFile.Write(plan), plan.Enforces ? "promote" : "apply")
        )
            return ExitCodes.Errors;
        var closed = gates.Where(g => !g.Passes).ToList();
        if (closed.Count > 0)
        {
            run.Report(
                RolloutDiagnostics.GateClosed,
                $"{string.Join(", ", closed.Select(g => $"`{g.Id}`"))} {(closed.Count == 1 ? "is" : "are")} closed; nothing was changed",
                "the evidence above says why; `--override GATE --reason TEXT` passes a gate and is recorded"
            );
            return ExitCodes.No;
        }
        if (result.GetValue(check))
            return ExitCodes.Done;
        if (
            !run.Confirm(
                $"Enforce in {Plural.Of(planned.Accounts.Length, "account")} of {plan.OrganizationId}?",
                result.GetValue(yes)
            )
        )
            return ExitCodes.Errors;
        var why = string.Join(
            "; ",
            new[] { result.GetValue(ticket), result.GetValue(reason) }.Where(t => !string.IsNullOrWhiteSpace(t))
        );
        var code = await new Deployment(context, connection) { Gates = gates }.Run(
            plan,
            planned.Observed,
            planned.Desired,
            caller,
            why,
            cancel
        );
        if (code == ExitCodes.Done)
            await Confirm(context, connection, planned, cancel);
        return code;
    }

    /// <summary>A reviewed plan names the targets itself.</summary>
    private ImmutableArray<string> Targets(ParseResult result, Plan? reviewed) =>
        result.GetValue(target) is { Length: > 0 } given ? [.. given]
        : reviewed is null ? []
        : [.. reviewed.Stages.Except(reviewed.StagesBefore)];

    private async Task<PlannedPromotion?> Plan(
        ParseResult result,
        CliContext context,
        AwsConnection connection,
        Plan? reviewed,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var request = new PromotionRequest(
            result.GetValue(config) ?? "",
            result.GetValue(policies) ?? "",
            Targets(result, reviewed)
        );
        var planned = await new PlanPromotion(connection.Organizations, context.Files, context.Time, progress).Run(
            request,
            bag,
            cancel
        );
        progress.Dispose();
        foreach (var problem in planned?.Result.Problems ?? [])
            bag.Report(
                PlanningDiagnostics.NotPlannable,
                SourceLocation.OfFile(SourceText.Missing("organization")),
                problem
            );
        context.PrintFindings(bag.ToSorted());
        return planned;
    }

    private async Task<ImmutableArray<Gate>> Gates(
        ParseResult result,
        CliContext context,
        AwsConnection connection,
        PlannedPromotion planned,
        CancellationToken cancel
    )
    {
        using var progress = new ProgressLine(context);
        var check = new CheckGates(connection.Organizations, context.Time);
        var input = planned.Gates;
        var places = (result.GetValue(regions) ?? [])
            .SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct()
            .ToList();
        var inventory = await new TakeInventory(
            connection.InstanceReader,
            new EnforcedLaunches(planned.Enforcing, planned.Observed.ManagementAccount, context.Time.GetUtcNow()),
            progress
        ).Run([.. input.Accounts.Select(a => a.Id)], places, cancel);
        var replayed = new ReplayedLaunches(context.Files, context.Time).Find(
            input,
            result.GetValue(triage) ?? TriageFiles.DefaultFolder,
            DeploymentRecord.Read(context.Files, new DiagnosticBag()).ListChanged
        );
        ImmutableArray<Gate> gates =
        [
            await check.AuditTime(input, context.Files, cancel),
            check.Violations(input, [CheckGates.Of(inventory, places), replayed]),
            CheckGates.Said(GateName.Notified, result.GetValue(notified), "--notified"),
            CheckGates.Said(GateName.Ticket, result.GetValue(ticket), "--ticket"),
        ];
        var passed = result.GetValue(overrides) ?? [];
        return
        [
            .. gates.Select(g =>
                !g.IsOpen && passed.Contains(g.Id) ? g with { Override = result.GetValue(reason) } : g
            ),
        ];
    }

    /// <summary>Accounts under the same target have the same policy: one of each is asked.</summary>
    private static async Task Confirm(
        CliContext context,
        AwsConnection connection,
        PlannedPromotion planned,
        CancellationToken cancel
    )
    {
        var asked = planned.Gates.Accounts.GroupBy(a => a.ParentId).Select(g => g.First().Id).Take(MostAsked).ToList();
        var others = await new ConfirmEffect(connection.Organizations, context.Time).Run(
            asked,
            AllowedImagesState.Enabled,
            cancel
        );
        if (others.IsEmpty)
            context.Out.WriteLine(
                $"✓ AWS confirms enabled in {Plural.Of(asked.Count, "account")} asked; EC2 may take up to five minutes to follow"
            );
        else
            context.PrintFindings([
                new Diagnostic(
                    RolloutDiagnostics.NotInEffect,
                    Severity.Warning,
                    $"AWS says that {string.Join(", ", others.Select(o => $"{o.Account} has {o.State}"))}, not {AllowedImagesState.Enabled.Name()}",
                    SourceLocation.OfFile(SourceText.Missing("organization"))
                )
                {
                    Help = "the service control policy blocks all the same; `amigov status` tells more, and asks again",
                },
            ]);
    }

    private const int MostAsked = 10;
}
