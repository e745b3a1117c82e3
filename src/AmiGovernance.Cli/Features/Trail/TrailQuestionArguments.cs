using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What is asked of a trail, and what is known from elsewhere.</summary>
internal sealed record TrailQuestionArguments(TrailFilter Filter)
{
    /// <summary>A file; null when none is given.</summary>
    public string? Organization { get; init; }

    /// <summary>Files of images and their owners.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>Null where no file is given, or with a report when it cannot be read.</summary>
    public Organization? ReadOrganization(IFileStore files, DiagnosticBag bag) =>
        OrganizationFile.Read(files, Organization, bag);

    public ImageOwners ReadOwners(IFileStore files, DiagnosticBag bag)
    {
        var owners = new ImageOwners();
        var reader = new ImageOwnersReader(owners);
        foreach (var file in Owners)
            if (files.Read(file, bag) is { } source)
                reader.Read(source, bag);
        return owners;
    }
}
