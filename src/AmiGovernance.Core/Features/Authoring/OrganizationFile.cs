using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>The organization as `amigov org export` wrote it.</summary>
public static class OrganizationFile
{
    /// <summary>Null where no file is named, and with a report where it cannot be read.</summary>
    /// <param name="path">Null for none.</param>
    /// <param name="bag">Takes the report.</param>
    public static Organization? Read(IFileReader files, string? path, DiagnosticBag bag) =>
        path is not null && files.Read(path, bag) is { } source ? OrganizationReader.Read(source, bag) : null;
}
