using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>What is wrong with credentials, permissions, organization and repository.</summary>
/// <param name="Checks">In the order of the setup.</param>
public sealed record DoctorDocument(ImmutableArray<DoctorCheckPart> Checks) : ReportDocument
{
    public static DoctorDocument Of(IEnumerable<Check> checks) =>
        new([
            .. checks.Select(c => new DoctorCheckPart(c.Name, c.Outcome.Name(), c.Found, c.Cause, c.Command, c.Remark)),
        ]);
}

/// <param name="Check">What was looked at.</param>
/// <param name="Outcome">A notice is to be known and not to be settled.</param>
/// <param name="Found">In words.</param>
/// <param name="Cause">Why it matters; left out when it is fine.</param>
/// <param name="Command">What fixes it, or says more: a command a line; left out where no command does.</param>
/// <param name="Remark">What must be known of the command, or what to do where there is none.</param>
public sealed record DoctorCheckPart(
    string Check,
    [OneOf<CheckOutcome>] string Outcome,
    string Found,
    string? Cause,
    string? Command,
    string? Remark
);
