using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What is said of the repository around a deployment: before it what is not committed, after it what comes next.</summary>
internal sealed class RepositoryNotes(CliContext context, string configPath)
{
    /// <param name="policies">The folder of the policies.</param>
    public void WarnOfUncommitted(string policies)
    {
        if (context.Git is null)
            return;
        if (new FindUncommitted(context.Git).Run(configPath, policies) is { } warning)
            context.PrintFindings([warning]);
    }

    public void WriteNextSteps()
    {
        var steps = Steps().AfterDeployment();
        context.Hints(context.Out).WriteLine();
        BulletList.WriteNext(context.Hints(context.Out), steps.Select(Sanitize.Text));
    }

    /// <summary>For a report on where the rollout stands.</summary>
    public NextSteps Steps() => NextSteps.Read(context.Files, configPath, context.Time.GetUtcNow());

    /// <summary>Null where there is no repository to ask.</summary>
    public bool? IsRecordCommitted()
    {
        try
        {
            return context.Git?.Uncommitted(DeploymentLog.Folder).IsEmpty;
        }
        catch (GitException)
        {
            return null;
        }
    }
}
