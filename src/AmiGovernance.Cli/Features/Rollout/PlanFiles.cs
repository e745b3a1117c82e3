using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Plans that are reviewed between two commands.</summary>
internal static class PlanFiles
{
    /// <summary>Null with a report when the file is no plan, or was changed.</summary>
    public static ReviewedPlan? Read(CliContext context, string path) =>
        Read(context, path, PlanFile.Read) is { } plan ? new ReviewedPlan(path, plan) : null;

    /// <summary>Null with a report when the file is no such plan.</summary>
    public static T? Read<T>(CliContext context, string path, Func<SourceText, DiagnosticBag, T?> parse)
        where T : class
    {
        var bag = new DiagnosticBag();
        var plan = context.Files.Read(path, bag) is { } source ? parse(source, bag) : null;
        context.PrintFindings(bag.ToSorted());
        return plan;
    }

    /// <summary>False with a report when it cannot be written.</summary>
    public static bool Write(CliContext context, string path, Plan plan) =>
        Write(context, path, PlanFile.Write(plan), plan.Enforces ? ShellText.Of($"promote") : ShellText.Of($"apply"));

    /// <summary>False with a report when it cannot be written.</summary>
    /// <param name="context">The files.</param>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="plan">What is written.</param>
    /// <param name="command">What carries it out, such as `apply`.</param>
    public static bool Write(CliContext context, string path, byte[] plan, ShellText command)
    {
        var bag = new DiagnosticBag();
        context.Files.Write("", [new GeneratedFile(path, plan)], bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return false;
        var carriesOut = SuggestedCommand.Of($"amigov {command} {path}");
        context.Error.WriteLine($"the plan is in {Sanitize.Text(path)}: {carriesOut} carries it out");
        return true;
    }
}
