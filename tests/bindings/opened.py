# SPDX-License-Identifier: MIT
"""What tests of the Python module begin with: the shipped taxonomy and a person of a file.   SCRIPT DATA FOLDER ...
DATA: share/reroute; FOLDER: profile.json and more"""
import sys, unittest

import reroute
from reroute import Error

DATA, FOLDER = sys.argv[1:3]
DATE, REGION = "2026-11-24", "CN-GD"


class Opened(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = reroute.Context()
        cls.taxonomy = cls.context.load_taxonomy(DATA + "/taxonomies/cn-transition", cache=FOLDER + "/cache-python")
        cls.matcher = cls.taxonomy.matcher()
        cls.person = cls.load_profile(cls.context)

    @classmethod
    def load_profile(cls, context):
        person, = context.read_profiles(FOLDER + "/profile.json")
        assert person.resolve(cls.taxonomy) == ()
        return person

    def fails(self, status, call, *given, **more):
        with self.assertRaises(Error) as caught:
            call(*given, **more)
        self.assertEqual(caught.exception.status, status)
        return caught.exception
