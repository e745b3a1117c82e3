using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Ports;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Shell;

/// <summary>Failures of the outside, as findings: no bugs.</summary>
internal static class ForeseenFailure
{
    /// <summary>What AWS, git, folders and databases raise where no operation has an answer to it; null for all else.</summary>
    public static Diagnostic? Of(Exception raised) =>
        raised switch
        {
            AwsException e => AwsDiagnostics.Of(e),
            GitException e => GitDiagnostics.Of(e),
            UnreadableFolderException e => Diagnostic.About(
                e.Folder,
                JsonDiagnostics.FileUnreadable,
                Sanitize.Text($"`{e.Folder}` cannot be read or changed: {e.Message}"),
                null
            ),
            DamagedDatabaseException e => Unusable(e.Path, e.Message),
            SqliteException e => Unusable(null, e.Message),
            _ => null,
        };

    private static Diagnostic Unusable(string? path, string problem) =>
        Diagnostic.About(
            path ?? "database",
            OperationDiagnostics.DatabaseUnusable,
            Sanitize.Text($"it cannot be used: {problem}"),
            "keep the file, or restore it from a copy"
        );
}
