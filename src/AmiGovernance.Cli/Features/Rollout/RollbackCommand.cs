using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Takes an organization back: to before a deployment, to audit mode in an emergency, or to no policies of ours.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliContext context)
    {
        var to = new Option<string?>("--to")
        {
            Description = "audit_mode: the emergency path, from the organization alone, without gates",
            HelpName = "MODE",
        };
        to.AcceptOnlyFromAmong(AllowedImagesState.AuditMode.Name());
        var deployment = new Option<string?>("--deployment")
        {
            Description = "Go back to before this deployment; default: the last one",
            HelpName = "NAME",
        };
        var delete = new Option<bool>("--delete") { Description = "Detach and delete our policies" };
        var config = CommonOptions.Config();
        var adopt = new Option<bool>("--adopt")
        {
            Description = "Take over policies of our names that somebody else made",
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason or ticket, for the deployment record",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Confirm without being asked" };
        var command = new Command(
            "rollback",
            "Go back to what was before a deployment, to audit mode, or to no policies"
        )
        {
            to,
            deployment,
            delete,
            config,
            adopt,
            why,
            yes,
        };
        var aws = new AwsOptions().AddTo(command);
        command.Validators.Add(result =>
        {
            if (
                new[]
                {
                    result.GetResult(to) is { Implicit: false },
                    result.GetResult(deployment) is { Implicit: false },
                    result.GetValue(delete),
                }.Count(given => given) > 1
            )
                result.AddError("give one of --to, --deployment and --delete");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var kind =
                    result.GetValue(delete) ? RollbackTo.Nothing
                    : result.GetValue(to) is not null ? RollbackTo.AuditMode
                    : RollbackTo.Before;
                var request = new RollbackRequest(
                    kind,
                    result.GetValue(deployment),
                    result.GetValue(config) ?? "",
                    result.GetValue(adopt)
                );
                if (await Plan(context, connection, request, cancel) is not { Result.Plan: { } plan } planned)
                    return ExitCodes.Errors;
                var caller = await connection.GetCallerIdentity(cancel);
                context.Out.WriteLine($"organization {plan.OrganizationId}, as {Visible.Text(caller.Arn)}");
                if (plan.IsEmpty)
                {
                    context.Out.WriteLine("nothing to do: the organization is there already");
                    return ExitCodes.Done;
                }
                Write(context, planned, plan);
                var run = new Deployment(context, connection) { IsEmergency = kind == RollbackTo.AuditMode };
                if (
                    !run.Confirm(
                        $"Make these {Plural.Of(plan.Steps.Length, "call")} in {plan.OrganizationId}?",
                        result.GetValue(yes)
                    )
                )
                    return ExitCodes.Errors;
                var reason = result.GetValue(why) is { Length: > 0 } given
                    ? given
                    : $"rollback{(kind == RollbackTo.AuditMode ? " to audit_mode" : kind == RollbackTo.Nothing ? ": delete" : "")}";
                var code = await run.Run(plan, planned.Observed, planned.Desired, caller, reason, cancel);
                if (code == ExitCodes.Done && kind == RollbackTo.AuditMode)
                    context.Out.WriteLine(
                        "launches are no longer blocked once EC2 follows, which may take up to five minutes; `amigov generate --mode audit_mode` brings dist/ into line before the next apply"
                    );
                return code;
            }
        );
        return command;
    }

    private static async Task<PlannedRollback?> Plan(
        CliContext context,
        AwsConnection connection,
        RollbackRequest request,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var planned = await new PlanRollback(connection.Organizations, context.Files, progress).Run(
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

    private static void Write(CliContext context, PlannedRollback planned, Plan plan)
    {
        PlanView.WriteMode(context.Out, plan);
        context.Out.WriteLine();
        context.Out.WriteLine("What changes in meaning:");
        if (planned.Meaning is { } meaning)
            DifferenceView.WriteText(context.Out, meaning);
        context.Out.WriteLine();
        PlanView.WriteSteps(context.Out, plan.Steps);
        foreach (var note in planned.Notes)
            context.Out.WriteLine($"  note: {Visible.Text(note)}");
    }
}
