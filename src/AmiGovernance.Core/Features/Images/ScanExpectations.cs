using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What a configuration says of how images and settings should be.</summary>
public static class ScanExpectations
{
    /// <summary>The request with what the configuration expects; unchanged, with a report, when it cannot be read or used.</summary>
    /// <param name="request">What is looked at.</param>
    /// <param name="files">Where the configuration is.</param>
    /// <param name="configPath">Its path.</param>
    /// <param name="today">An exception that has ended approves nobody.</param>
    /// <param name="bag">Takes the reports.</param>
    public static ScanRequest Read(
        ScanRequest request,
        IFileStore files,
        string configPath,
        DateOnly today,
        DiagnosticBag bag
    )
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return request;
        NamingPattern.Rule.Check(new RuleInput(config, default), bag);
        if (bag.HasErrors)
            return request;

        var publishers = config.Publishers.Select(p => new ApprovedOwner(p.AccountId, []));
        var exceptions = config
            .Exceptions.Where(e => e.IsActive(today))
            .Select(e => new ApprovedOwner(e.AccountId, e.UsableBy));
        return request with
        {
            Naming = NamingConvention.Of(config.Policy.ImageNamingPattern),
            AllowedImages = config.Policy.EnforcementMode,
            BlocksPublicAccess = config.Policy.BlockPublicAmiSharing,
            States = config.Policy.OptionalStates,
            ApprovedOwners = [.. publishers, .. exceptions],
        };
    }
}
