using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Who runs the command, as git knows it.</summary>
internal static class Caller
{
    /// <summary>Null with a report when git does not know.</summary>
    public static GitIdentity? Identity(ICommitWriter git, DiagnosticBag bag)
    {
        if (git.Identity() is { } identity && MailAddress.IsValid(identity.Email))
            return identity;
        bag.Report(
            GitDiagnostics.NoIdentity,
            SourceLocation.OfFile(SourceText.Missing("git config")),
            "git does not know who you are",
            "`git config user.name \"Your Name\"` and `git config user.email you@company.com` tell it"
        );
        return null;
    }
}
