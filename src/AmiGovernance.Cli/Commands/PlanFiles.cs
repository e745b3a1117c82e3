using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Planning;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Cli.Commands;

/// <summary>Plans that are reviewed between two commands.</summary>
internal static class PlanFiles
{
    /// <summary>Null with a report when the file is no plan.</summary>
    public static Plan? Read(CliContext context, string path)
    {
        var bag = new DiagnosticBag();
        var plan = context.Files.Read(path, bag) is { } source ? PlanFile.Read(source, bag) : null;
        context.PrintFindings(bag.ToSorted());
        return plan;
    }

    /// <summary>False with a report when it cannot be written.</summary>
    public static bool Write(CliContext context, string path, Plan plan)
    {
        var bag = new DiagnosticBag();
        context.Files.Write("", [new GeneratedFile(path, PlanFile.Write(plan))], bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors) return false;
        context.Error.WriteLine($"the plan is in {Visible.Text(path)}: `amigov {(plan.Enforces ? "promote" : "apply")} {Visible.Text(path)}` carries it out");
        return true;
    }
}
