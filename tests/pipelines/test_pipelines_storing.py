"""Stores that cannot be used are told in a sentence that names them without their password."""

from __future__ import annotations

import errno

import pytest
from scrapy.exceptions import NotConfigured

from imgcrawl.errors import ConfigError
from imgcrawl.pipelines.store.storing import faults_told, lies_in


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (KeyError("sftp"), "IMAGES_STORE must be a folder or begin with one of file, s3, got 'sftp://…@a.test/x'"),
        (NotConfigured("no client"), "IMAGES_STORE sftp://…@a.test/x cannot be used: no client"),
        (
            OSError(errno.EACCES, "Permission denied"),
            "images cannot be stored in sftp://…@a.test/x: Permission denied; IMAGES_STORE names another place",
        ),
    ],
    ids=["scheme", "client", "folder"],
)
def test_a_store_that_cannot_be_used_is_told(fault, sentence):
    """What Scrapy raises for a store becomes one sentence, and its login is left out."""
    with pytest.raises(ConfigError) as told, faults_told("sftp://ann:s3cret@a.test/x", ["", "file", "s3"]):
        raise fault
    assert str(told.value) == sentence


@pytest.mark.parametrize(
    ("uri", "fault", "package"),
    [
        ("gs://bucket/x", ModuleNotFoundError("No module named 'google'"), "google-cloud-storage"),
        ("s3://bucket/x", NotConfigured("missing botocore library"), "boto3"),
    ],
    ids=["gs", "s3"],
)
def test_a_store_whose_package_is_not_installed(uri, fault, package):
    """What has to be installed for it is said."""
    with pytest.raises(ConfigError) as told, faults_told(uri, ["", "gs", "s3"]):
        raise fault
    assert str(told.value) == f"IMAGES_STORE {uri} cannot be used: {fault}; pip install {package}"


def test_only_a_folder_in_the_data_folder_is_ours_alone(tmp_path):
    """A store of another kind may hold the files of others."""
    assert not lies_in(object(), str(tmp_path))
