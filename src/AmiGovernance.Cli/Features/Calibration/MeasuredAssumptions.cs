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
        return Assumptions.Usual.With(measured.Assumptions.Concat(given)) ?? Assumptions.Usual;
    }
}
