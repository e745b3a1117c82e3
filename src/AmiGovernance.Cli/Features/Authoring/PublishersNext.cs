using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Authoring;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>What comes after a change of the allow list.</summary>
internal static class PublishersNext
{
    public static void Write(CliContext context, EditKind kind) =>
        context.Out.WriteLine(
            kind == EditKind.DryRun
                ? "nothing was written: the same command without `--dry-run` writes it"
                : "next: `amigov generate`, then `amigov validate`"
        );
}
