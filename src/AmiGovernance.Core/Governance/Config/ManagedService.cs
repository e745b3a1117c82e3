using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>
/// An AWS service that launches instances in member accounts from images of AWS-owned accounts. For these images
/// `ec2:Owner` is `amazon`, so an SCP can tell them apart only by `aws:ResourceAccount` (Amazon EKS user guide,
/// "Update organization controls for EKS Auto Mode").
/// </summary>
public sealed record ManagedService(JsonNode Node, string Name, ImmutableArray<AccountId> AccountIds);
