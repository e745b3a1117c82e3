using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>How a sandbox answers: as was measured, unless the command line says otherwise.</summary>
internal static class MeasuredAssumptions
{
    /// <param name="given">Pairs of the command line, which the parser has checked.</param>
    public static Assumptions Read(CliContext context, IEnumerable<string> given)
    {
        var bag = new DiagnosticBag();
        var measured = MeasuredFacts.Read(context.Files, Partition.Aws, bag);
        context.PrintFindings(bag.ToSorted());
        var assumed = Assumptions.Usual;
        foreach (var pair in measured.Assumptions)
            assumed = With(assumed, pair, context);
        return assumed.With(given) ?? assumed;
    }

    /// <summary>AWS may do what no sandbox can: then that one stays as usual, and is told.</summary>
    private static Assumptions With(Assumptions assumed, string pair, CliContext context)
    {
        if (assumed.With([pair]) is { } more)
            return more;
        context.Error.WriteLine($"measured, and not done by the sandbox: {pair}");
        return assumed;
    }
}
