using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Brings the organization to what the policies want, by a plan that was reviewed or one that is shown now.</summary>
internal static class ApplyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("PLAN")
        {
            Description = "A file of `amigov plan --out`; without it a plan is made, shown and confirmed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason or ticket, for the deployment record",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Confirm without being asked" };
        var unproven = new Option<bool>("--accept-unproven")
        {
            Description = "Go on although a guarantee does not hold in the organization",
        };
        var command = new Command("apply", "Carry out a plan: bring the organization to what the policies want")
        {
            file,
            why,
            yes,
            unproven,
        };
        var options = new DeploymentOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var deployment = new Deployment(context, connection);
                if (result.GetValue(file) is { } path)
                    return await Reviewed(path);

                if (await options.Plan(result, context, connection, cancel) is not { } report)
                    return ExitCodes.Errors;
                context.Out.Write(PlanView.Text(report));
                if (report.Plan.IsEmpty)
                    return ExitCodes.Done;
                if (Enforces(deployment, report.Plan))
                    return ExitCodes.No;
                if (!report.IsProven && !result.GetValue(unproven))
                {
                    deployment.Report(
                        PlanningDiagnostics.NotProven,
                        "a guarantee would not hold in this organization; what is marked ✗ above says why",
                        "mend it, or go on with `--accept-unproven`"
                    );
                    return ExitCodes.No;
                }
                return deployment.Confirm(
                    $"Make these {Plural.Of(report.Plan.Steps.Length, "call")} in {report.Plan.OrganizationId}?",
                    result.GetValue(yes)
                )
                    ? await deployment.Run(
                        report.Plan,
                        report.Deployment.Observed,
                        report.Deployment.Desired,
                        report.Caller,
                        result.GetValue(why) ?? "",
                        cancel
                    )
                    : ExitCodes.Errors;

                async Task<int> Reviewed(string planPath)
                {
                    if (PlanFiles.Read(context, planPath, PlanFile.Read) is not { } plan)
                        return ExitCodes.Errors;
                    if (Enforces(deployment, plan))
                        return ExitCodes.No;
                    if (await options.Read(result, context, connection, plan.Targets, cancel) is not { } now)
                        return ExitCodes.Errors;
                    PlanView.WriteSteps(context.Out, plan.Steps);
                    if (
                        !deployment.Confirm(
                            $"Make these {Plural.Of(plan.Steps.Length, "call")} in {plan.OrganizationId}?",
                            result.GetValue(yes)
                        )
                    )
                        return ExitCodes.Errors;
                    var caller = await connection.GetCallerIdentity(cancel);
                    return await deployment.Run(
                        plan,
                        now.Observed,
                        now.Desired,
                        caller,
                        result.GetValue(why) ?? "",
                        cancel
                    );
                }
            }
        );
        return command;
    }

    private static bool Enforces(Deployment deployment, Plan plan)
    {
        if (!plan.Enforces)
            return false;
        deployment.Report(
            PlanningDiagnostics.NeedsPromotion,
            "this plan blocks launches that are not blocked now",
            "`amigov promote` checks the gates before enforcement"
        );
        return true;
    }
}
