using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Rollout;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `plan`, `apply` and their kin share: which repository, which targets, and the plan between it and the organization.</summary>
internal sealed class DeploymentOptions
{
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = new("--policies")
    {
        Description = "The folder of the policies",
        HelpName = "DIR",
        DefaultValueFactory = _ => "dist",
    };
    private readonly Option<bool> adopt = new("--adopt")
    {
        Description = "Take over policies of our names that somebody else made",
    };

    private readonly Option<string[]> target = new("--target")
    {
        Description =
            "Attach to this root, organizational unit or account only, and leave other attachments; may be given several times",
        HelpName = "ID",
        Arity = ArgumentArity.OneOrMore,
    };

    public DeploymentOptions()
    {
        target.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !OrganizationTarget.IsValid(t.Value)))
                result.AddError(
                    $"'{AmiGovernance.Core.Base.Text.Visible.Text(token.Value)}' is no target; give root, r-ab12, ou-ab12-abcd1234 or an account id"
                );
        });
    }

    public DeploymentOptions AddTo(Command command)
    {
        foreach (var option in (Option[])[config, policies, target, adopt])
            command.Options.Add(option);
        return this;
    }

    /// <summary>The repository and the organization as they are now, for a plan that was made before; null when they have problems, which are printed.</summary>
    public async Task<PlannedDeployment?> Read(
        ParseResult result,
        CliContext context,
        AwsConnection connection,
        ImmutableArray<string> targets,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var request = new PlanRequest(result.GetValue(config) ?? "", result.GetValue(policies) ?? "", Adopt: true)
        {
            Targets = targets,
        };
        var planned = await new PlanDeployment(connection.Organizations, context.Files, context.Time, progress).Run(
            request,
            bag,
            cancel
        );
        progress.Dispose();
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? null : planned;
    }

    /// <summary>Null when the repository or the plan has problems, which are printed.</summary>
    public async Task<PlanReport?> Plan(
        ParseResult result,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var request = new PlanRequest(
            result.GetValue(config) ?? "",
            result.GetValue(policies) ?? "",
            result.GetValue(adopt)
        )
        {
            Targets = [.. result.GetValue(target) ?? []],
        };
        var planned = await new PlanDeployment(connection.Organizations, context.Files, context.Time, progress).Run(
            request,
            bag,
            cancel
        );
        progress.Dispose();
        context.PrintFindings(bag.ToSorted());
        if (planned is not { Result.Plan: { } plan, Meaning: { } meaning })
            return null;
        var caller = await connection.GetCallerIdentity(cancel);
        return new PlanReport(
            plan,
            planned,
            meaning,
            plan.IsEmpty ? null : planned.Prove(context.Time.Today()),
            caller,
            await PlanPermissions.Of(plan, caller.Arn, connection, cancel)
        );
    }
}
