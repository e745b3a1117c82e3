using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Bundles;

namespace AmiGovernance.Cli.Features.Bundles;

/// <summary>The bundle that the command line names.</summary>
internal static class BundleAtHand
{
    /// <summary>Null for none, and with a report where it cannot be used. What it is and how old is told.</summary>
    public static Bundle? Open(BundleRequest? request, CliContext context, DiagnosticBag bag)
    {
        if (request is null)
            return null;
        var now = context.Time.GetUtcNow();
        if (new OpenBundle(context.Files, context.Signatures, now).Run(request, bag) is not { } opened)
            return null;
        if (!context.IsQuiet)
            context.Error.WriteLine(opened.Words(now));
        context.PrintFindings(bag.ToSorted());
        return opened.Bundle;
    }
}
